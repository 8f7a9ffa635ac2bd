using EdgarApi.Sec.Bulk;
using EdgarApi.Tests.Faults.Running;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;

namespace EdgarApi.Tests.Faults;

/// <summary>A Warmer that is killed again and again while it ingests all companies.</summary>
public sealed class WarmerKillTests(SharedServers servers)
{
    private const int Kills = 20, Seed = 16, MaxMilliseconds = 2_000;

    /// <summary>Everything that ingesting computes; versions and times differ from run to run.</summary>
    private const string Content = """
        select concat_ws(' ',
            (select count(*) from company_facts),
            (select md5(string_agg(concat_ws(' ', cik, encode(data_hash, 'hex'), encode(values_hash, 'hex')), ',' order by cik))
                from company_facts),
            (select concat_ws(' ', count(*), sum(hashtextextended(s::text, 0)::numeric)) from metric_series s),
            (select concat_ws(' ', count(*), sum(hashtextextended(f::text, 0)::numeric)) from filings f),
            (select concat_ws(' ', count(*), sum(hashtextextended(t::text, 0)::numeric)) from tickers t))
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    [Trait("run", "faults")]
    public async Task A_Warmer_killed_at_20_random_points_loads_what_an_uninterrupted_one_does()
    {
        var (cluster, random) = (await servers.PostgresAsync(), new Random(Seed));
        await using var database = await EdgarDatabase.CreateAsync(cluster);
        var loaded = new List<long>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var warmer = await StartAsync(database);
            await warmer.Ingests.InTimeAsync("an ingest");
            await Task.Delay(random.Next(MaxMilliseconds), Token);
            warmer.Kill();
            await warmer.Process.Exited.InTimeAsync();
            loaded.Add(await database.ScalarAsync<long>("select count(*) from company_facts"));
        }

        Assert.Equal(loaded.Order(), loaded);
        await using (var last = await StartAsync(database)) await last.Finished.InTimeAsync("the last ingest");
        Assert.Equal(0L, await database.ScalarAsync<long>("select count(*) from ingest_runs where finished_at is null"));

        await using var reference = await EdgarDatabase.CreateAsync(cluster);
        await reference.Pipeline.RunAsync(new BulkCompanySource(BulkLayout.Find(AllCompanies.GetFolder())), progress: null, Token);
        Assert.Equal(await reference.ScalarAsync<string>(Content), await database.ScalarAsync<string>(Content));
    }

    private async Task<WarmerProcess> StartAsync(EdgarDatabase database) =>
        WarmerProcess.Start(database, await servers.RedisAsync());

    private sealed class WarmerProcess : IAsyncDisposable
    {
        private readonly TaskCompletionSource<int> _id = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ingests = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private WarmerProcess(EdgarDatabase database, RedisServer redis) => Process = LeashedProcess.Start(
            "TERM", "sh", ["-c", "echo pid $$; exec dotnet exec \"$0\"", Path.Combine(AppContext.BaseDirectory, "EdgarApi.Warmer.dll")],
            Path.GetTempPath(), new Dictionary<string, string?>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["EdgarApi__Warming__Enabled"] = "false",
                ["EdgarApi__Ingest__Source"] = "Bulk",
                ["EdgarApi__Ingest__Path"] = AllCompanies.GetFolder(),
                ["EdgarApi__Cache__SigningKey"] = RedisPools.SigningKey,
                ["ConnectionStrings__redis"] = redis.ConnectionString,
                ["ConnectionStrings__edgardb"] = database.Cluster.Primary.ConnectionString(database.Name),
            }, ReadLine);

        public LeashedProcess Process { get; }

        /// <summary>Completes when an ingest has begun.</summary>
        public Task Ingests => _ingests.Task;

        /// <summary>Completes when an ingest has ended.</summary>
        public Task Finished => _finished.Task;

        public static WarmerProcess Start(EdgarDatabase database, RedisServer redis) => new(database, redis);

        public void Kill() => System.Diagnostics.Process.GetProcessById(_id.Task.Result).Kill();

        public ValueTask DisposeAsync() => Process.DisposeAsync();

        private void ReadLine(string line)
        {
            if (line.StartsWith("pid ", StringComparison.Ordinal)) _id.TrySetResult(int.Parse(line[4..]));
            if (!line.Contains("Ingest run ", StringComparison.Ordinal)) return;
            if (line.Contains(" started", StringComparison.Ordinal)) _ingests.TrySetResult();
            if (line.Contains(" finished: ", StringComparison.Ordinal)) _finished.TrySetResult();
        }
    }
}
