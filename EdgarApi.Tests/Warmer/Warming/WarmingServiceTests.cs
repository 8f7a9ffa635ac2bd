#pragma warning disable xUnit1069 // They do refer to the test's cancellation, through Token.
using EdgarApi.Caching;
using EdgarApi.Caching.Versions;
using EdgarApi.Storage.Orders;
using EdgarApi.Storage.Publication;
using EdgarApi.Storage.Warming;
using EdgarApi.Tests.Postgres;
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
    /// <summary>Its own, because versions of other tests would be news here.</summary>
    private readonly RedisServer redis = new();

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => redis.InitializeAsync();

    public ValueTask DisposeAsync() => redis.DisposeAsync();

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
    public async Task Companies_are_not_warmed_one_by_one_while_the_first_ingest_goes_on()
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
    public async Task A_refreshed_company_is_warmed_again_seconds_after_the_announcement_long_before_its_old_responses_expire()
    {
        await using var warmer = await StartAsync("2026-03-08T01:00Z");
        warmer.Progress.MarkCompleted(new(1, 1, 0, 0, null));
        await warmer.UntilFinishedAsync(WarmStrategy.PopularCompanies, runs: 1);
        var news = warmer.Now;

        warmer.Api.Forget();
        await warmer.PublishAsync();
        await warmer.UntilFinishedAsync(WarmStrategy.RefreshedCompanies, runs: 1, step: TimeSpan.FromSeconds(1));

        Assert.Equal("urgent 8", await warmer.Database.ScalarAsync<string>("select priority || ' ' || warmed from warm_runs where strategy = 'refreshed_companies'"));
        Assert.Contains("0000320193/statements/income", warmer.Api.Heard);
        Assert.InRange(warmer.Now - news, TimeSpan.FromSeconds(6), TimeSpan.FromHours(1));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_urgent_run_goes_before_those_that_wait()
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
    public async Task An_order_is_a_run_of_its_own_and_tells_what_came_of_it()
    {
        await using var warmer = await StartAsync("2026-02-20T12:00Z");
        var orders = new WarmOrders(warmer.Service, new WarmRunLog(warmer.Database.Primary, TimeProvider.System), Options.Create(new WarmingOptions()));

        var named = await orders.HandleAsync(new WorkOrder { Detail = """{"companies": ["AAPL", "NONE"]}""" }, Token);
        var strategy = await orders.HandleAsync(new WorkOrder { Detail = """{"companies": null, "strategy": "recent_queries"}""" }, Token);

        Assert.Contains("\"strategy\":\"ordered_companies\",\"companies\":1,\"skipped\":[\"NONE\"],\"answers\":8,\"warmed\":8", named, StringComparison.Ordinal);
        Assert.Contains("\"strategy\":\"recent_queries\",\"companies\":0", strategy, StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_job_that_the_database_failed_is_done_when_it_is_back()
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
    public async Task An_impossible_order_fails_instead_of_being_retried_forever()
    {
        await using var warmer = await StartAsync("2026-02-20T12:00Z");
        var orders = new WarmOrders(warmer.Service, new WarmRunLog(warmer.Database.Primary, TimeProvider.System), Options.Create(new WarmingOptions()));
        await warmer.Database.ExecuteAsync("alter table warm_runs rename to away");

        var error = await Assert.ThrowsAsync<PostgresException>(() => orders.HandleAsync(new WorkOrder { Detail = """{"companies": ["AAPL"]}""" }, Token));

        Assert.Contains("warm_runs", error.MessageText, StringComparison.Ordinal);
        await warmer.Database.ExecuteAsync("alter table away rename to warm_runs");
        await orders.HandleAsync(new WorkOrder { Detail = """{"companies": ["AAPL"]}""" }, Token);
        Assert.Equal(1L, await warmer.Database.ScalarAsync<long>("select count(*) from warm_runs where strategy = 'ordered_companies'"));
    }

    private async Task<RunningWarmer> StartAsync(string now)
    {
        var database = await EdgarDatabase.CreateAsync(
            await servers.PostgresAsync(), [.. EdgarDatabase.Patient, ("ConnectionStrings:redis", redis.ConnectionString)]);
        await database.ProbeAsync();
        await database.Store.WriteAsync(SomeCompanies.Company(), Token);
        await database.Cluster.WaitForReplayAsync();
        var warmer = new RunningWarmer(database, DateTimeOffset.Parse(now));
        await warmer.Service.StartAsync(Token);
        await warmer.ListeningAsync();
        await warmer.CaughtUpAsync();
        return warmer;
    }

    /// <summary>The service over a real database and a real Redis, with an API and a clock that tests have in hand.</summary>
    private sealed class RunningWarmer : IAsyncDisposable
    {
        private readonly FakeTimeProvider time;
        private readonly FakeLogCollector log = new();
        private readonly WarmingOptions settings = new() { Companies = ["AAPL"], ApiKey = "k", RecentSchedule = "0 0 1 1 *" };

        public RunningWarmer(EdgarDatabase database, DateTimeOffset now)
        {
            Database = database;
            time = new FakeTimeProvider(now);
            Progress = new WarmerProgress(time);
            Progress.MarkMigrated();
            var options = Options.Create(settings);
            var selector = new WarmSelector(
                new LoadedCompanies(database.Primary), new EarningsReleases(database.Router), new RecentQueries(database.Router), options, time, NullLogger<WarmSelector>.Instance);
            var runner = new WarmRunner(
                new WarmRunLog(database.Primary, time), selector, new WarmingClient(Api, options), options, time, NullLogger<WarmRunner>.Instance);
            var news = new ChangedCompanyQueue(database.Services.GetRequiredService<IVersionChannel>());
            Service = new WarmingService(runner, news, Progress, options, time, new FakeLogger<WarmingService>(log));
        }

        public EdgarDatabase Database { get; }

        public FakeApi Api { get; } = new();

        public WarmerProgress Progress { get; }

        public WarmingService Service { get; }

        public DateTimeOffset Now => time.GetUtcNow();

        private IOptions<CacheOptions> Cache => Database.Services.GetRequiredService<IOptions<CacheOptions>>();

        private IConnectionMultiplexer Redis => Database.Services.GetRequiredService<IConnectionMultiplexer>();

        public Task ListeningAsync() => Waiting.UntilAsync(() => Redis.GetSubscriber().IsConnected(VersionMessage.GetChannel(Cache.Value)));

        public async Task PublishAsync() =>
            await Redis.GetSubscriber().PublishAsync(VersionMessage.GetChannel(Cache.Value), VersionMessage.Format([(SomeCompanies.Apple, 2)]));

        public Task FailedAsync() => Waiting.UntilAsync(() => log.GetSnapshot().Any(line => line.Level == LogLevel.Error));

        /// <summary>Waits until what is due by now is done and each schedule waits for its next moment.</summary>
        public async Task CaughtUpAsync()
        {
            await Waiting.UntilAsync(() => log.GetSnapshot().Count(line => line.Message.Contains("Next run of", StringComparison.Ordinal)) >= 3 + Scheduled());
            await Waiting.UntilAsync(async () => await CountAsync("due_at is not null and finished_at is not null") >= Scheduled(), meanwhile: Pass);
        }

        /// <summary>Waits until that many runs are so.</summary>
        public Task UntilAsync(string condition, int runs) => Waiting.UntilAsync(async () => await CountAsync(condition) >= runs, meanwhile: Pass, $"{runs} runs with {condition}");

        /// <summary>Time goes on while a test waits: a job that a busy machine failed waits on this clock for its next try.</summary>
        private void Pass() => time.Advance(TimeSpan.FromSeconds(1));

        /// <summary>Lets time pass until the strategy has that many finished runs. What is due by now is done before the clock goes on.</summary>
        public Task UntilFinishedAsync(WarmStrategy strategy, int runs, TimeSpan? step = null) => Waiting.UntilAsync(
            async () =>
            {
                await CaughtUpAsync();
                return await CountAsync($"strategy = '{strategy.Name}' and finished_at is not null") >= runs;
            }, meanwhile: () => time.Advance(step ?? Step), what: $"{runs} finished runs of {strategy.Name}");

        /// <summary>The scheduled moments of the strategy's runs, day and time UTC; empty for those that no schedule asked for.</summary>
        public async Task<IReadOnlyList<string>> DueAsync(WarmStrategy strategy) =>
            await CountAsync($"strategy = '{strategy.Name}'") == 0
                ? []
                : (await Database.ScalarAsync<string>(
                    $"select string_agg(coalesce(to_char(due_at at time zone 'UTC', 'DD HH24:MI'), ''), ',' order by id) from warm_runs where strategy = '{strategy.Name}'"))
                .Split(',');

        private Task<long> CountAsync(string condition) => Database.ScalarAsync<long>($"select count(*) from warm_runs where {condition}");

        private int Scheduled() => Moments(WarmSchedule.Popular(settings)) + Moments(WarmSchedule.Earnings(settings));

        private int Moments(WarmSchedule schedule)
        {
            var count = 0;
            for (var next = schedule.GetNext(time.Start); next <= Now; next = schedule.GetNext(next)) count++;
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
