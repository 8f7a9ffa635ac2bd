#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using Azure.Core;
using EdgarApi.Storage.Ingest;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Storage.Identity;
using EdgarApi.Warmer.Edge;
using EdgarApi.Warmer.Ingest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Warmer.Edge;

/// <summary>The CDN's copies of a company are purged when its data changes, against a server that answers like Front Door.</summary>
public sealed class EdgePurgerTests(SharedServers servers)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly string[] OfApple =
    [
        "/api/v1/companies/aapl", "/api/v1/companies/aapl/overview", "/api/v1/companies/320193", "/api/v1/companies/320193/overview",
        "/api/v1/companies/0000320193", "/api/v1/companies/0000320193/overview",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_changed_company_is_purged_under_every_spelling_that_the_edge_caches()
    {
        await using var edge = await StartAsync();
        await edge.PurgeEverythingAsync();

        await edge.WriteAsync(1);
        await edge.UntilCallsAsync(2);

        Assert.Equal(OfApple, edge.Server.Calls[1].Paths);
        Assert.Equal("Bearer token", edge.Server.Calls[1].Authorization);
        await edge.UntilPurgedAsync();
        await edge.WriteAsync(2);
        await edge.UntilCallsAsync(3);
        Assert.Equal(OfApple, edge.Server.Calls[2].Paths);
    }

    /// <summary>Nobody knows what the edge has when purging is switched on. During the first load, every company changes.</summary>
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task The_first_purge_is_everything_and_waits_for_the_first_ingest()
    {
        await using var edge = await StartAsync();
        await edge.WriteAsync(1);
        for (var tick = 0; tick < 5; tick++) await edge.TickAsync();
        Assert.Empty(edge.Server.Calls);

        await edge.PurgeEverythingAsync();

        Assert.Equal(["/api/v1/companies/*"], edge.Server.Calls[0].Paths);
        await edge.UntilPurgedAsync();
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Many_companies_are_purged_in_batches_and_more_than_that_by_one_wildcard()
    {
        await using var edge = await StartAsync(("EdgarApi:Edge:MaxCompanies", "60"));
        await edge.PurgeEverythingAsync();

        await edge.InsertCompaniesAsync(60);
        await edge.UntilPurgedAsync();
        // 60 × 2 spellings of the CIK × profile and overview
        Assert.Equal([100, 100, 40], edge.Server.Calls.Skip(1).Select(call => call.Paths.Count));
        Assert.Equal(240, edge.Server.Calls.Skip(1).SelectMany(call => call.Paths).Distinct().Count());

        await edge.InsertCompaniesAsync(61);
        await edge.UntilPurgedAsync();
        Assert.Equal(["/api/v1/companies/*"], Assert.Single(edge.Server.Calls.Skip(4)).Paths);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_failed_purge_is_repeated_until_it_is_accepted_and_ingest_goes_on()
    {
        await using var edge = await StartAsync();
        await edge.PurgeEverythingAsync();
        edge.Server.Fail(500, 429, 403, 503);

        await edge.WriteAsync(1);
        await edge.UntilAsync(() => edge.Server.FailuresLeft <= 2);
        await edge.WriteAsync(2); // does not wait for the edge
        await edge.UntilCallsAsync(2);

        Assert.Equal(OfApple, edge.Server.Calls[1].Paths);
        await edge.UntilPurgedAsync();
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_company_that_changed_while_the_Warmer_was_not_running_is_purged()
    {
        await using var edge = await StartAsync();
        await edge.PurgeEverythingAsync();
        await edge.UntilPurgedAsync();
        await edge.StopAsync();
        await edge.WriteAsync(1);

        await using var next = await edge.RestartAsync();
        await next.UntilCallsAsync(2);

        Assert.Equal(OfApple, next.Server.Calls[1].Paths);
    }

    /// <summary>A process of the API may serve the old response for some seconds, and the edge would fetch it again.</summary>
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_version_is_purged_only_when_the_processes_of_the_API_serve_it()
    {
        await using var edge = await StartAsync(("EdgarApi:Edge:SettleTime", "01:00:00"));
        await edge.PurgeEverythingAsync();
        await edge.WriteAsync(1);

        for (var tick = 0; tick < 5; tick++) await edge.TickAsync();
        Assert.Single(edge.Server.Calls);

        await edge.Database.ExecuteAsync("update company_facts set published_at = published_at - interval '1 hour'");
        await edge.UntilCallsAsync(2);
    }

    [Fact]
    public async Task Without_an_address_nothing_is_purged()
    {
        await using var edge = await StartAsync(("EdgarApi:Edge:PurgeUrl", ""));

        await edge.Purger.ExecuteTask!.InTimeAsync();

        Assert.Empty(edge.Server.Calls);
    }

    private async Task<RunningEdge> StartAsync(params (string Key, string Value)[] settings) =>
        await RunningEdge.StartAsync(
            await EdgarDatabase.CreateAsync(await servers.PostgresAsync()), await FrontDoorServer.StartAsync(), isOwner: true, settings);

    /// <summary>The service over a real database, with a fake clock.</summary>
    private sealed class RunningEdge : IAsyncDisposable
    {
        private readonly IHost _host;
        private readonly FakeTimeProvider _time;
        private readonly bool _isOwner;
        private long _companies = 1_000_000;

        private RunningEdge(IHost host, FakeTimeProvider time, EdgarDatabase database, FrontDoorServer server, bool isOwner) =>
            (_host, _time, Database, Server, _isOwner) = (host, time, database, server, isOwner);

        public EdgarDatabase Database { get; }

        public FrontDoorServer Server { get; }

        public EdgePurger Purger => _host.Services.GetServices<IHostedService>().OfType<EdgePurger>().Single();

        public static async Task<RunningEdge> StartAsync(
            EdgarDatabase database, FrontDoorServer server, bool isOwner, IEnumerable<(string Key, string Value)> settings)
        {
            var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            builder.Configuration.AddInMemoryCollection(
                new (string Key, string Value)[]
                {
                    ("ConnectionStrings:edgardb", database.Cluster.Primary.ConnectionString(database.Name)),
                    ("EdgarApi:Edge:PurgeUrl", $"{server.PurgeUrl}"), ("EdgarApi:Edge:SettleTime", "00:00:00"),
                }.Concat(settings).GroupBy(setting => setting.Key)
                    .Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Last().Value)));
            builder.Logging.ClearProviders();
            builder.Services.AddMetrics();
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddSingleton<TokenCredential>(new FakeCredential("token"));
            builder.Services.AddSingleton<WarmerProgress>();
            builder.AddEdge();
            var edge = new RunningEdge(builder.Build(), time, database, server, isOwner);
            edge._host.Services.GetRequiredService<WarmerProgress>().MarkMigrated();
            await edge.Purger.StartAsync(Token);
            return edge;
        }

        /// <summary>Another process on the same database and edge, which this one disposes.</summary>
        public Task<RunningEdge> RestartAsync() => StartAsync(Database, Server, isOwner: false, []);

        /// <summary>Ends the first ingest and waits for the purge that follows it.</summary>
        public async Task PurgeEverythingAsync()
        {
            _host.Services.GetRequiredService<WarmerProgress>().MarkCompleted(new(1, 1, 0, 0, null));
            await UntilCallsAsync(1);
            await UntilPurgedAsync();
        }

        /// <summary>Writes a new version of Apple.</summary>
        public async Task WriteAsync(int number) =>
            Assert.NotNull(await Database.Store.WriteAsync(SomeCompanies.Company(revenue: number), Token));

        /// <summary>Adds companies without tickers.</summary>
        public Task InsertCompaniesAsync(int count)
        {
            var first = _companies;
            _companies += count;
            return Database.ExecuteAsync($"""
                insert into companies (cik, name) select n, 'Company ' || n from generate_series({first}, {first + count - 1}) as n;
                insert into company_facts (cik, version, data_hash, facts_hash, values_hash, payload, published_at)
                    select n, nextval('data_version'), '', '', '', '', clock_timestamp()
                    from generate_series({first}, {first + count - 1}) as n
                """);
        }

        public Task UntilCallsAsync(int count) => UntilAsync(() => Server.Calls.Count >= count);

        /// <summary>Waits until the newest version counts as purged.</summary>
        public Task UntilPurgedAsync() => Waiting.UntilAsync(
            async () => await Database.ScalarAsync<bool>(
                "select coalesce((select version from edge_purges), -1) >= coalesce((select max(version) from company_facts), 0)"),
            () => _time.Advance(Interval));

        public Task UntilAsync(Func<bool> condition) => Waiting.UntilAsync(condition, () => _time.Advance(Interval));

        /// <summary>Lets an interval pass, and a command on the same pool after it.</summary>
        public async Task TickAsync()
        {
            _time.Advance(Interval);
            await Database.ScalarAsync<int>("select 1");
        }

        public Task StopAsync() => Purger.StopAsync(CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            _host.Dispose();
            if (!_isOwner) return;
            await Server.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
