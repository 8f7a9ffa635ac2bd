using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage.Ingest;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task Facts_come_from_a_replica_that_has_the_revision_of_the_entry()
    {
        await using var database = await EdgarDatabase.CreateAsync(
            cluster, [.. EdgarDatabase.Patient, ("EdgarApi:Facts:CacheMegabytes", "0")]);
        await database.ProbeAsync();
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await cluster.WaitForReplayAsync();
        await database.Services.GetRequiredService<DirectorySync>().RefreshAsync(0, Token);
        var entry = database.Services.GetRequiredService<ICompanyDirectory>().Find("NVDA")!;
        var reader = database.Services.GetRequiredService<ICompanyFactsReader>();
        await database.ExecuteAsync("select pg_wal_replay_pause()", Api);
        try
        {
            await database.ExecuteAsync("update companies set revision = revision + 1");
            await database.WaitForReplayAsync(Analytics);
            Assert.NotNull(await reader.GetAsync(entry, Token));
            // Damaged where the new revision is, so that a read of it shows.
            await database.ExecuteAsync("update company_facts set payload = set_byte(payload, 100, 255 - get_byte(payload, 100))");
            await database.WaitForReplayAsync(Analytics);

            Assert.NotNull(await reader.GetAsync(entry, Token));
            var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(
                () => reader.GetAsync(entry with { Revision = entry.Revision + 1 }, Token).AsTask());
            Assert.IsType<DamagedDataException>(error.InnerException);
            await Assert.ThrowsAsync<DatabaseUnavailableException>(
                () => reader.GetAsync(entry with { Revision = entry.Revision + 2 }, Token).AsTask());
        }
        finally
        {
            await database.ExecuteAsync("select pg_wal_replay_resume()", Api);
        }
    }

    [Fact]
    public async Task A_read_says_so_if_the_data_is_newer_than_the_entry()
    {
        await using var database = await EdgarDatabase.CreateAsync(cluster, ("EdgarApi:Facts:CacheMegabytes", "0"));
        await database.ProbeAsync();
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await cluster.WaitForReplayAsync();
        var services = database.Services;
        await services.GetRequiredService<DirectorySync>().RefreshAsync(0, Token);
        var entry = services.GetRequiredService<ICompanyDirectory>().Find("NVDA")!;
        var older = entry with { Revision = entry.Revision - 1 };
        var (facts, companies, values) = (
            services.GetRequiredService<ICompanyFactsReader>(), services.GetRequiredService<ICompanyReader>(),
            services.GetRequiredService<IMetricValueReader>());
        Func<CompanyEntry, Task>[] reads =
        [
            company => facts.GetAsync(company, Token).AsTask(),
            company => companies.GetProfileAsync(company, Token),
            company => companies.GetFilingsAsync(company, new FilingQuery([], null, null, 1, 0), Token),
            company => companies.GetFormsAsync(company, Token),
            company => values.GetAsync([company], ["Revenue"], Frequency.Annual, 1, Token),
        ];
        foreach (var read in reads)
        {
            Assert.Equal(entry.Revision, (await Assert.ThrowsAsync<NewerDataException>(() => read(older))).Revision);
            await read(entry);
        }
    }

    [Fact]
    public async Task Work_starts_again_until_the_directory_is_as_new_as_the_data_but_not_for_ever()
    {
        await using var database = await EdgarDatabase.CreateAsync(cluster);
        await database.ProbeAsync();
        await database.ExecuteAsync("insert into companies (cik, name, revision) values (320193, 'Apple Inc.', 7)");
        await cluster.WaitForReplayAsync();
        var (restarts, directory) = (
            database.Services.GetRequiredService<IReadRestarts>(), database.Services.GetRequiredService<ICompanyDirectory>());
        var known = await restarts.RunAsync(
            () => directory.Revision < 7 ? throw new NewerDataException(7) : Task.FromResult(directory.Revision), Token);
        Assert.Equal(7, known);

        var runs = 0;
        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => restarts.RunAsync(
            () =>
            {
                runs++;
                return Task.FromException(new NewerDataException(7));
            },
            Token));
        Assert.Equal((4, 7L), (runs, Assert.IsType<NewerDataException>(error.InnerException).Revision));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static CompanyEntry Listed(long revision) =>
        new(SomeCompanies.Apple, "Apple Inc.", ["AAPL"], null, [], 0, "", null, null) { Revision = revision };
}
