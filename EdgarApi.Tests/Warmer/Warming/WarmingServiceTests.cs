#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using EdgarApi.Accounts;
using EdgarApi.Accounts.Degraded;
using EdgarApi.Caching;
using EdgarApi.Caching.Versions;
using EdgarApi.Storage.Orders;
using EdgarApi.Storage.Publication;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Warming;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Servers;
using EdgarApi.Warmer.Ingest;
using EdgarApi.Warmer.Warming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using StackExchange.Redis;

namespace EdgarApi.Tests.Warmer.Warming;

public sealed class WarmingServiceTests(SharedServers servers) : IAsyncLifetime
{
    /// <summary>A separate Redis, because versions announced by other tests would be received here.</summary>
    private readonly RedisServer _redis = new();

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _redis.InitializeAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Popular_companies_are_warmed_after_the_first_ingest_and_then_every_four_hours()
    {
        await using var warmer = await StartAsync("2026-03-08T01:00Z"); // a Sunday, on which clocks go forward

        warmer.Progress.MarkCompleted(new(1, 1, 0, 0, null));
        await warmer.UntilFinishedAsync(WarmStrategy.PopularCompanies, runs: 4);

        Assert.Equal(["", "08 04:00", "08 08:00", "08 12:00"], await warmer.DueAsync(WarmStrategy.PopularCompanies));
        Assert.Empty(await warmer.DueAsync(WarmStrategy.UpcomingEarnings));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Companies_about_to_report_are_warmed_before_the_market_opens_on_trading_days_only()
    {
        await using var warmer = await StartAsync("2026-11-25T13:20Z"); // the day before Thanksgiving

        await warmer.UntilFinishedAsync(WarmStrategy.UpcomingEarnings, runs: 2, step: TimeSpan.FromHours(1));

        Assert.Equal(["25 13:30", "27 13:30"], await warmer.DueAsync(WarmStrategy.UpcomingEarnings));
        Assert.Equal(
            "no company is expected to report soon",
            await warmer.Database.ScalarAsync<string>("select distinct reason from warm_runs where strategy = 'upcoming_earnings'"));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Companies_are_not_warmed_one_by_one_during_the_first_ingest()
    {
        await using var warmer = await StartAsync("2026-03-08T01:00Z");

        await warmer.PublishAsync();
        await warmer.UntilFinishedAsync(WarmStrategy.PopularCompanies, runs: 1); // by schedule
        Assert.Empty(await warmer.DueAsync(WarmStrategy.RefreshedCompanies));
        await warmer.PublishAsync();
        warmer.Progress.MarkCompleted(new(1, 1, 0, 0, null));
        await warmer.UntilFinishedAsync(WarmStrategy.RefreshedCompanies, runs: 1);

        Assert.Equal([""], await warmer.DueAsync(WarmStrategy.RefreshedCompanies));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_refreshed_company_is_warmed_seconds_after_the_announcement()
    {
        await using var warmer = await StartAsync("2026-03-08T01:00Z");
        warmer.Progress.MarkCompleted(new(1, 1, 0, 0, null));
        await warmer.UntilFinishedAsync(WarmStrategy.PopularCompanies, runs: 1);
        var announcedAt = warmer.Now;

        warmer.Api.Clear();
        await warmer.PublishAsync();
        await warmer.UntilFinishedAsync(WarmStrategy.RefreshedCompanies, runs: 1, step: TimeSpan.FromSeconds(1));

        Assert.Equal(
            "urgent 8",
            await warmer.Database.ScalarAsync<string>(
                "select priority || ' ' || warmed from warm_runs where strategy = 'refreshed_companies'"));
        Assert.Contains("0000320193/statements/income", warmer.Api.Requests);
        Assert.InRange(warmer.Now - announcedAt, TimeSpan.FromSeconds(6), TimeSpan.FromHours(1));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_urgent_run_precedes_waiting_runs()
    {
        await using var warmer = await StartAsync("2026-03-08T01:00Z");
        var gate = new TaskCompletionSource();
        warmer.Api.Before = () => gate.Task;

        warmer.Service.Enqueue(new WarmJob(WarmStrategy.PopularCompanies));
        await warmer.UntilAsync("true", runs: 1);
        warmer.Service.Enqueue(new WarmJob(WarmStrategy.UpcomingEarnings));
        warmer.Service.Enqueue(new WarmJob(WarmStrategy.PopularCompanies));
        warmer.Service.Enqueue(new WarmJob(WarmStrategy.RefreshedCompanies, ["0000320193"]));
        gate.SetResult();
        await warmer.UntilAsync("finished_at is not null", runs: 4);

        Assert.Equal(
            "popular_companies,refreshed_companies,upcoming_earnings,popular_companies",
            await warmer.Database.ScalarAsync<string>("select string_agg(strategy, ',' order by id) from warm_runs"));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_order_becomes_a_separate_run_with_a_result()
    {
        await using var warmer = await StartAsync("2026-02-20T12:00Z");
        var orders = new WarmOrders(
            warmer.Service, new WarmRunLog(warmer.Database.Primary, TimeProvider.System), Options.Create(new WarmingOptions()));

        var named = await orders.HandleAsync(new WorkOrder { Detail = """{"companies": ["AAPL", "NONE"]}""" }, Token);
        var strategy = await orders.HandleAsync(new WorkOrder { Detail = """{"companies": null, "strategy": "recent_queries"}""" }, Token);

        Assert.Contains(
            "\"strategy\":\"ordered_companies\",\"companies\":1,\"skipped\":[\"NONE\"],\"answers\":8,\"warmed\":8",
            named,
            StringComparison.Ordinal);
        Assert.Contains("\"strategy\":\"recent_queries\",\"companies\":0", strategy, StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_job_failed_by_the_database_runs_once_it_is_available()
    {
        await using var warmer = await StartAsync("2026-03-08T01:00Z");
        await warmer.Database.ExecuteAsync("alter table warm_runs rename to away");

        warmer.Service.Enqueue(new WarmJob(WarmStrategy.PopularCompanies));
        await warmer.FailedAsync();
        await warmer.Database.ExecuteAsync("alter table away rename to warm_runs");
        await warmer.UntilFinishedAsync(WarmStrategy.PopularCompanies, runs: 1, step: TimeSpan.FromSeconds(15));

        Assert.Equal(8, await warmer.Database.ScalarAsync<int>("select warmed from warm_runs limit 1"));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Jobs_wait_until_degraded_mode_ends()
    {
        await using var warmer = await StartAsync("2026-03-08T01:00Z");
        var period = await warmer.Degraded.TurnOnAsync(new Actor("test"), "a drill", TimeSpan.FromMinutes(2), Token);

        warmer.Service.Enqueue(new WarmJob(WarmStrategy.PopularCompanies));
        await warmer.UntilFinishedAsync(WarmStrategy.PopularCompanies, runs: 1, step: TimeSpan.FromSeconds(15));

        var began = await warmer.Database.ScalarAsync<DateTime>("select min(started_at) from warm_runs");
        Assert.InRange(began, period.EndsAt, DateTime.MaxValue);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_impossible_order_fails_instead_of_being_retried_forever()
    {
        await using var warmer = await StartAsync("2026-02-20T12:00Z");
        var orders = new WarmOrders(
            warmer.Service, new WarmRunLog(warmer.Database.Primary, TimeProvider.System), Options.Create(new WarmingOptions()));
        await warmer.Database.ExecuteAsync("alter table warm_runs rename to away");

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            orders.HandleAsync(new WorkOrder { Detail = """{"companies": ["AAPL"]}""" }, Token));

        Assert.Contains("warm_runs", error.MessageText, StringComparison.Ordinal);
        await warmer.Database.ExecuteAsync("alter table away rename to warm_runs");
        await orders.HandleAsync(new WorkOrder { Detail = """{"companies": ["AAPL"]}""" }, Token);
        Assert.Equal(1L, await warmer.Database.ScalarAsync<long>("select count(*) from warm_runs where strategy = 'ordered_companies'"));
    }

    private async Task<RunningWarmer> StartAsync(string now)
    {
        var database = await EdgarDatabase.CreateAsync(
            await servers.PostgresAsync(), [.. EdgarDatabase.Patient, ("ConnectionStrings:redis", _redis.ConnectionString)]);
        await database.ProbeAsync();
        await database.Store.WriteAsync(SomeCompanies.Company(), Token);
        await database.Cluster.WaitForReplayAsync();
        var warmer = new RunningWarmer(database, DateTimeOffset.Parse(now));
        await warmer.Service.StartAsync(Token);
        await warmer.ListeningAsync();
        await warmer.CaughtUpAsync();
        return warmer;
    }

    /// <summary>The service over a real database and a real Redis, with a fake API and a fake clock.</summary>
    private sealed class RunningWarmer : IAsyncDisposable
    {
        private readonly FakeTimeProvider _time;
        private readonly FakeLogCollector _log = new();
        private readonly WarmingOptions _settings = new() { Companies = ["AAPL"], ApiKey = "k", RecentSchedule = "0 0 1 1 *" };

        public RunningWarmer(EdgarDatabase database, DateTimeOffset now)
        {
            Database = database;
            _time = new FakeTimeProvider(now);
            Progress = new WarmerProgress(_time);
            Progress.MarkMigrated();
            var options = Options.Create(_settings);
            var selector = new WarmSelector(
                new LoadedCompanies(database.Primary),
                new EarningsReleases(database.Router),
                new RecentQueries(database.Router),
                options,
                _time,
                NullLogger<WarmSelector>.Instance);
            var runner = new WarmRunner(
                new WarmRunLog(database.Primary, _time),
                selector,
                Api.CreateClient(_settings),
                new WarmMetrics(MeterFactories.Create()),
                options,
                _time,
                NullLogger<WarmRunner>.Instance);
            var queue = new ChangedCompanyQueue(database.Services.GetRequiredService<IVersionChannel>());
            Degraded = new DegradedModeStore(
                database.Primary, database.Services.GetRequiredService<PrimaryReader>(), new DegradedMode(_time), _time);
            Service = new WarmingService(runner, queue, Progress, Degraded, options, _time, new FakeLogger<WarmingService>(_log));
        }

        public EdgarDatabase Database { get; }

        public FakeApi Api { get; } = new();

        public DegradedModeStore Degraded { get; }

        public WarmerProgress Progress { get; }

        public WarmingService Service { get; }

        public DateTimeOffset Now => _time.GetUtcNow();

        private IOptions<CacheOptions> Cache => Database.Services.GetRequiredService<IOptions<CacheOptions>>();

        private IConnectionMultiplexer Redis => Database.Services.GetRequiredService<IConnectionMultiplexer>();

        public Task ListeningAsync() => Waiting.UntilAsync(() => Redis.GetSubscriber().IsConnected(VersionMessage.GetChannel(Cache.Value)));

        public async Task PublishAsync() =>
            await Redis.GetSubscriber()
                .PublishAsync(VersionMessage.GetChannel(Cache.Value), VersionMessage.Format([(SomeCompanies.Apple, 2)]));

        public Task FailedAsync() => Waiting.UntilAsync(() => _log.GetSnapshot().Any(line => line.Level == LogLevel.Error));

        /// <summary>Waits until all due runs are done and each schedule waits for its next time.</summary>
        public async Task CaughtUpAsync()
        {
            await Waiting.UntilAsync(() =>
                _log.GetSnapshot().Count(line => line.Message.Contains("Next run of", StringComparison.Ordinal)) >= 3 + Scheduled());
            await Waiting.UntilAsync(
                async () => await CountAsync("due_at is not null and finished_at is not null") >= Scheduled(), meanwhile: AdvanceClock);
        }

        /// <summary>Waits until this many runs match the condition.</summary>
        public Task UntilAsync(string condition, int runs) =>
            Waiting.UntilAsync(async () => await CountAsync(condition) >= runs, meanwhile: AdvanceClock, $"{runs} runs with {condition}");

        /// <summary>Advances the clock while a test waits, because a job that failed on a busy machine retries by this clock.</summary>
        private void AdvanceClock() => _time.Advance(TimeSpan.FromSeconds(1));

        /// <summary>Advances the clock until the strategy has this many finished runs. Due runs finish before the clock advances.</summary>
        public Task UntilFinishedAsync(WarmStrategy strategy, int runs, TimeSpan? step = null) => Waiting.UntilAsync(
            async () =>
            {
                await CaughtUpAsync();
                return await CountAsync($"strategy = '{strategy.Name}' and finished_at is not null") >= runs;
            }, meanwhile: () => _time.Advance(step ?? Step), what: $"{runs} finished runs of {strategy.Name}");

        /// <summary>The scheduled times (UTC) of the strategy's runs. Empty for runs without a schedule.</summary>
        public async Task<IReadOnlyList<string>> DueAsync(WarmStrategy strategy) =>
            await CountAsync($"strategy = '{strategy.Name}'") == 0
                ? []
                : (await Database.ScalarAsync<string>($"""
                    select string_agg(coalesce(to_char(due_at at time zone 'UTC', 'DD HH24:MI'), ''), ',' order by id)
                    from warm_runs where strategy = '{strategy.Name}'
                    """)).Split(',');

        private Task<long> CountAsync(string condition) => Database.ScalarAsync<long>($"select count(*) from warm_runs where {condition}");

        private int Scheduled() => Moments(WarmSchedule.Popular(_settings)) + Moments(WarmSchedule.Earnings(_settings));

        private int Moments(WarmSchedule schedule)
        {
            var count = 0;
            for (var next = schedule.GetNext(_time.Start); next <= Now; next = schedule.GetNext(next)) count++;
            return count;
        }

        public async ValueTask DisposeAsync()
        {
            await Service.StopAsync(CancellationToken.None);
            Service.Dispose();
            await Database.DisposeAsync();
        }
    }
}
