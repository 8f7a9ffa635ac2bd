using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Storage.Ingest;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace EdgarApi.Tests.Storage.Routing;

/// <summary>Nodes that respond but have damaged data. A separate cluster, because one test damages a node for good.</summary>
public sealed class DamagedNodeTests(PostgresCluster cluster) : IClassFixture<PostgresCluster>
{
    private const string DataCorrupted = "XX001";

    /// <summary>The damaged node in the order of all nodes: the replica of the role api.</summary>
    private const int Api = 1;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_damaged_page_on_one_replica_costs_no_request()
    {
        await using var database = await StartAsync("NVDA", "PG");
        await DamageAsync(database, cluster.Replicas[0]);
        var direct = await Assert.ThrowsAsync<PostgresException>(
            () => database.ScalarAsync<long>("select sum(length(payload::text)) from company_facts", cluster.Replicas[0]));
        Assert.Equal(DataCorrupted, direct.SqlState);
        foreach (var node in database.Nodes.All)
        {
            // The restart broke the pooled connections.
            node.Reads.Clear();
            node.Health.Answered(TimeSpan.Zero);
        }

        Assert.Equal(new Cik(1045810), (await ReadAsync(database, "NVDA")).Cik);

        // The node is marked, and serves only what no other replica can.
        Assert.Equal([false, true, false], database.Nodes.All.Select(node => node.Health.IsFaulty));
        Assert.True(database.Nodes.All[Api].Health.IsHealthyFor(ReadRole.Api));
        Assert.Equal("edgardb-analytics", database.Nodes.GetCandidates(ReadRole.Api).First().Name);
        Assert.Equal(new Cik(80424), (await ReadAsync(database, "PG")).Cik);
        var health = await database.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        Assert.Equal(HealthStatus.Degraded, health.Entries["postgres"].Status);
        Assert.Contains("faulty", $"{health.Entries["postgres"].Data["edgardb-api"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_swapped_between_companies_is_never_served_and_blames_no_node()
    {
        await using var database = await StartAsync("NVDA", "PG");
        await database.ExecuteAsync(Swap);
        await database.Cluster.WaitForReplayAsync();

        foreach (var ticker in (string[])["NVDA", "PG"])
        {
            var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => ReadAsync(database, ticker));
            Assert.IsType<DamagedDataException>(error.InnerException);
        }

        Assert.DoesNotContain(database.Nodes.All, node => node.Health.IsFaulty);
    }

    [Theory]
    [InlineData(Swap)]
    [InlineData("update company_facts set payload = set_byte(payload, 100, 255 - get_byte(payload, 100))")]
    public async Task A_wrong_snapshot_on_one_replica_is_read_from_another(string damage)
    {
        await using var database = await StartAsync("NVDA", "PG");
        await database.ExecuteAsync("create table right_facts as select * from company_facts");
        await database.ExecuteAsync(damage);
        await database.Cluster.WaitForReplayAsync();
        await database.ExecuteAsync("select pg_wal_replay_pause()", cluster.Replicas[0]);
        try
        {
            await database.ExecuteAsync(
                "update company_facts f set payload = r.payload from right_facts r where r.cik = f.cik");
            await Waiting.UntilAsync(() => database.ScalarAsync<bool>(
                "select not exists (select from company_facts join right_facts r using (cik) where company_facts.payload <> r.payload)",
                cluster.Replicas[1]));

            Assert.Equal(new Cik(1045810), (await ReadAsync(database, "NVDA")).Cik);
            Assert.True(database.Nodes.All[Api].Health.IsFaulty);
        }
        finally
        {
            await database.ExecuteAsync("select pg_wal_replay_resume()", cluster.Replicas[0]);
        }
    }

    [Fact]
    public void A_faulty_node_is_trusted_again_after_five_minutes_of_successful_probes()
    {
        var options = new RoutingOptions();
        using var health = new NodeHealth(options);
        Assert.True(health.MarkFaulty());
        Assert.False(health.MarkFaulty());
        for (var elapsed = options.ProbeInterval; elapsed < NodeHealth.FaultyPeriod; elapsed += options.ProbeInterval)
        {
            health.Answered(TimeSpan.Zero);
            Assert.True(health.IsFaulty);
        }

        health.Answered(TimeSpan.Zero);
        Assert.False(health.IsFaulty);
    }

    private const string Swap = """
        update company_facts f set payload = other.payload from company_facts other where other.cik <> f.cik
        """;

    private async Task<EdgarDatabase> StartAsync(params string[] tickers)
    {
        var database = await EdgarDatabase.CreateAsync(cluster, [.. EdgarDatabase.Patient, ("EdgarApi:Facts:CacheMegabytes", "0")]);
        await database.Pipeline.RunAsync("test", RealCompanies.Documents(tickers), null, Token);
        await cluster.WaitForReplayAsync();
        foreach (var node in database.Nodes.All) node.Health.Answered(TimeSpan.Zero);
        await database.Services.GetRequiredService<DirectorySync>().RefreshAsync(0, Token);
        return database;
    }

    private static async Task<Financials.Facts.CompanyFacts> ReadAsync(EdgarDatabase database, string ticker) =>
        (await database.Services.GetRequiredService<ICompanyFactsReader>().GetAsync(
            database.Services.GetRequiredService<ICompanyDirectory>().Find(ticker)!, Token))!;

    /// <summary>Overwrites the pages with the snapshots in a node's files.</summary>
    private async Task DamageAsync(EdgarDatabase database, PostgresNode node)
    {
        var file = await database.ScalarAsync<string>(
            "select pg_relation_filepath(reltoastrelid) from pg_class where oid = 'company_facts'::regclass");
        // A restart replays the log from the last checkpoint, which would repair the pages.
        await database.ExecuteAsync("checkpoint");
        await cluster.WaitForReplayAsync();
        await database.ExecuteAsync("checkpoint", node);
        await node.StopAsync();
        await using (var pages = new FileStream(Path.Combine(node.DataFolder, file), FileMode.Open, FileAccess.ReadWrite))
        {
            var damage = new byte[64];
            Array.Fill(damage, (byte)0xA5);
            for (var page = 0L; page < pages.Length / 8192; page++)
            {
                pages.Position = page * 8192 + 4096;
                await pages.WriteAsync(damage);
            }
        }

        await node.StartAsync();
    }
}
