using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Storage.Routing;

/// <summary>Reads that need a version of the data.</summary>
[Collection<BrokenNodes>]
public sealed class ReadFreshnessTests(PostgresCluster cluster)
{
    private PostgresNode Api => cluster.Replicas[0];

    private PostgresNode Analytics => cluster.Replicas[1];

    [Fact]
    public async Task A_replica_with_an_older_version_than_requested_is_skipped()
    {
        await using var database = await cluster.CreateProbedAsync();
        await database.ExecuteAsync("insert into companies (cik, name, revision) values (320193, 'Apple Inc.', 1)");
        await cluster.WaitForReplayAsync();
        await database.ExecuteAsync("select pg_wal_replay_pause()", Api);
        try
        {
            await database.ExecuteAsync("update companies set revision = 2");
            await database.WaitForReplayAsync(Analytics);

            Assert.Equal(Api.Port, await database.GetPortAsync(ReadRole.Api, Freshness.AtLeast(Listed(revision: 1))));
            Assert.Equal(Analytics.Port, await database.GetPortAsync(ReadRole.Api, Freshness.AtLeast(Listed(revision: 2))));
            Assert.Equal(Analytics.Port, await database.GetPortAsync(ReadRole.Api, Freshness.AtLeast(2)));
        }
        finally
        {
            await database.ExecuteAsync("select pg_wal_replay_resume()", Api);
        }
    }

    [Fact]
    public async Task A_version_unknown_to_the_primary_is_rejected_but_an_announced_revision_is_not()
    {
        await using var database = await cluster.CreateProbedAsync();
        await database.ExecuteAsync("insert into companies (cik, name, revision) values (320193, 'Apple Inc.', 1)");
        await cluster.WaitForReplayAsync();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(
            () => database.GetPortAsync(ReadRole.Api, Freshness.AtLeast(Listed(revision: 2))));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(
            () => database.GetPortAsync(
                ReadRole.Api, Freshness.AtLeast(Listed(revision: 1), Listed(revision: 1) with { Cik = new Cik(1045810) })));
        Assert.Equal(cluster.Primary.Port, await database.GetPortAsync(ReadRole.Api, Freshness.AtLeast(2)));
    }

    private static CompanyEntry Listed(long revision) =>
        new(SomeCompanies.Apple, "Apple Inc.", ["AAPL"], null, [], 0, "", null, null) { Revision = revision };
}
