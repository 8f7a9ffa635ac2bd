using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using EdgarApi.Accounts.Usage.Partitions;
using EdgarApi.Accounts.Usage.Writing;
using EdgarApi.Contracts;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Warming;
using EdgarApi.Tests.Accounts.Usage;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Tracing;
using EdgarApi.Warmer.Warming;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace EdgarApi.Tests.Warmer.Warming;

public sealed class WarmRunnerTests(SharedServers servers)
{
    private const string Counts =
        "select concat_ws(' ', strategy, priority, companies, companies_done, answers, warmed, already_warm, refused, attempts) "
        + "from warm_runs ";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-02-20T12:00Z"));
    private readonly IMeterFactory _meters = MeterFactories.Create();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Popular_responses_of_loaded_companies_are_warmed_and_recorded_in_the_run()
    {
        await using var database = await CreateAsync();
        var api = new FakeApi();
        var runner = Runner(database, api);

        await runner.RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);
        await runner.RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);

        Assert.Equal(
            [
                "AAPL/overview",
                "AAPL/statements/income",
                "AAPL/statements/balance",
                "AAPL/statements/cashflow",
                "AAPL/statements/income?freq=quarterly",
                "AAPL/statements/balance?freq=quarterly",
                "AAPL/statements/cashflow?freq=quarterly",
                "AAPL/timeseries?metrics=Revenue,NetIncome",
            ],
            api.Requests.Take(8));
        Assert.Equal("the-key", api.Key);
        Assert.Equal("popular_companies high 1 1 8 8 0 0 1", await database.ScalarAsync<string>(Counts + "order by id limit 1"));
        Assert.Equal("popular_companies high 1 1 8 0 8 0 1", await database.ScalarAsync<string>(Counts + "order by id desc limit 1"));
        Assert.Equal(
            2L,
            await database.ScalarAsync<long>("select count(*) from warm_runs where finished_at is not null and error is null"));
    }

    [Fact]
    public async Task Failed_runs_of_a_strategy_are_counted_until_one_succeeds()
    {
        await using var database = await CreateAsync();
        var api = new FakeApi { Rejected = "balance", RejectionStatus = HttpStatusCode.Unauthorized };
        using var failures = new MetricCollector<int>(_meters, WarmMetrics.MeterName, "edgar.warm.consecutive_failures");
        var runner = Runner(database, api);
        Assert.Equal(WarmStrategies.All.ToDictionary(strategy => strategy, _ => 0), Measure());

        await runner.RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);
        await runner.RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);
        Assert.Equal((2, 0), (Measure()["popular_companies"], Measure()["recent_queries"]));
        api.Rejected = null;
        await runner.RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);

        Assert.Equal(0, Measure()["popular_companies"]);

        Dictionary<string, int> Measure()
        {
            failures.Clear();
            failures.RecordObservableInstruments();
            return failures.GetMeasurementSnapshot().ToDictionary(
                measurement => (string)measurement.Tags["strategy"]!, measurement => measurement.Value);
        }
    }

    [Fact]
    public async Task A_run_is_one_trace_with_all_its_requests()
    {
        await using var database = await CreateAsync();
        using var spans = new RecordedSpans();
        using var tracer = Sdk.CreateTracerProviderBuilder().AddSource(WarmRunner.SourceName).AddProcessor(spans).Build();
        var traces = new ConcurrentBag<ActivityTraceId>();
        var api = new FakeApi
        {
            Before = () =>
            {
                traces.Add(Activity.Current!.TraceId);
                return Task.CompletedTask;
            },
        };

        var run = await Runner(database, api).RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);

        Assert.Equal(8, traces.Count);
        var span = Assert.Single(spans.InTrace(Assert.Single(traces.Distinct())));
        Assert.Equal(
            ("warm run", "popular_companies", run),
            (span.DisplayName, span.GetTagItem("edgar.strategy"), span.GetTagItem("edgar.run")));
        Assert.Null(span.ParentId);
    }

    [Fact]
    public async Task Recent_queries_are_warmed_verbatim_most_frequent_and_latest_first()
    {
        await using var database = await CreateAsync();
        await new UsagePartitions(database.Primary, NullLogger<UsagePartitions>.Instance).CreateAsync(
            DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime).AddDays(-2), DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime), Token);
        await RecordRequestsAsync(database, "/api/v1/companies/aapl/overview", times: 3, hoursAgo: 1);
        await RecordRequestsAsync(database, "/api/v1/companies/AAPL/statements/income?periods=8", times: 5, hoursAgo: 1);
        await RecordRequestsAsync(database, "/api/v1/timeseries?companies=AAPL,NVDA&metrics=Revenue", times: 9, hoursAgo: 20);
        await RecordRequestsAsync(database, "/api/v1/companies/AAPL/ratios", times: 50, hoursAgo: 25);
        await RecordRequestsAsync(database, null, times: 99, hoursAgo: 1);
        await database.Cluster.WaitForReplayAsync();
        var api = new FakeApi();

        await Runner(database, api, new WarmingOptions { ApiKey = "k", MaxConcurrent = 1 })
            .RunAsync(new WarmJob(WarmStrategy.RecentQueries), Token);

        Assert.Equal(
            ["AAPL/statements/income?periods=8", "aapl/overview", "/api/v1/timeseries?companies=AAPL,NVDA&metrics=Revenue"],
            api.Requests);
        Assert.Equal("prefetch", api.Purpose);
        Assert.Equal("recent_queries medium 3 3 3 3 0 0 1", await database.ScalarAsync<string>(Counts));
    }

    [Fact]
    public async Task Without_a_key_recent_queries_that_need_one_are_skipped()
    {
        await using var database = await CreateAsync();
        await new UsagePartitions(database.Primary, NullLogger<UsagePartitions>.Instance)
            .CreateAsync(DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime), DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime), Token);
        await RecordRequestsAsync(database, "/api/v1/companies/AAPL/ratios", times: 5, hoursAgo: 1);
        await RecordRequestsAsync(database, "/api/v1/companies/AAPL/overview?fields=all", times: 1, hoursAgo: 1);
        await database.Cluster.WaitForReplayAsync();
        var api = new FakeApi();

        await Runner(database, api, new WarmingOptions()).RunAsync(new WarmJob(WarmStrategy.RecentQueries), Token);

        Assert.Equal(["AAPL/overview?fields=all"], api.Requests);
    }

    [Fact]
    public async Task A_company_that_is_not_loaded_is_skipped_with_a_log_line()
    {
        await using var database = await CreateAsync();
        var api = new FakeApi();
        var log = new FakeLogCollector();

        await Runner(database, api, new WarmingOptions { Companies = ["MSFT", "aapl", "0000320193", "NONE"], ApiKey = "k" }, log)
            .RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);

        Assert.NotEmptyAndAll(api.Requests, path => Assert.StartsWith("aapl/", path, StringComparison.Ordinal));
        Assert.Equal("MSFT,NONE", await database.ScalarAsync<string>("select array_to_string(skipped, ',') from warm_runs"));
        Assert.Contains("MSFT is not loaded and is left out of popular_companies", log.GetSnapshot().Select(line => line.Message));
    }

    [Fact]
    public async Task Without_a_key_only_open_responses_are_requested()
    {
        await using var database = await CreateAsync();
        var api = new FakeApi();

        await Runner(database, api, new WarmingOptions()).RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);

        Assert.Equal(["AAPL/overview"], api.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, null)]
    [InlineData(
        HttpStatusCode.Unauthorized,
        "some responses failed: /api/v1/companies/AAPL/statements/balance?freq=quarterly returned 401 Unauthorized")]
    public async Task An_unavailable_response_is_counted_and_the_others_are_warmed(HttpStatusCode status, string? error)
    {
        await using var database = await CreateAsync();

        await Runner(database, new FakeApi { Rejected = "balance", RejectionStatus = status })
            .RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);

        Assert.Equal("popular_companies high 1 1 8 6 0 2 1", await database.ScalarAsync<string>(Counts));
        Assert.Equal(
            error ?? "",
            await database.ScalarAsync<string>("select coalesce(error, '') from warm_runs where finished_at is not null"));
    }

    [Fact]
    public async Task While_the_API_is_unavailable_the_run_waits_and_then_resumes()
    {
        await using var database = await CreateAsync();
        var api = new FakeApi { UnavailableAfter = 3 };

        var run = Runner(database, api).RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);
        await Waiting.UntilAsync(() => api.Requests.Count == 4);
        Assert.Equal("popular_companies high 1 0 8 3 0 0 1", await EventuallyAsync(database, "warmed = 3"));
        api.UnavailableAfter = int.MaxValue;
        await Waiting.UntilAsync(() => run.IsCompleted, meanwhile: () => _time.Advance(TimeSpan.FromSeconds(15)));
        await run;

        Assert.Equal("popular_companies high 1 1 8 8 0 0 2", await database.ScalarAsync<string>(Counts));
        Assert.Equal(9, api.Requests.Count);
    }

    [Fact]
    public async Task An_API_that_stays_unavailable_fails_the_run_after_its_attempts()
    {
        await using var database = await CreateAsync();
        var api = new FakeApi { UnavailableAfter = 2 };

        var run = Runner(database, api).RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);
        await Waiting.UntilAsync(() => run.IsCompleted, meanwhile: () => _time.Advance(TimeSpan.FromSeconds(15)));
        await run;

        Assert.Equal("popular_companies high 1 0 8 2 0 0 5", await database.ScalarAsync<string>(Counts));
        Assert.Equal(
            "6 responses are left; the API is unavailable: HttpRequestException: Connection refused",
            await database.ScalarAsync<string>("select error from warm_runs where finished_at is not null"));
        Assert.Equal(2 + 5, api.Requests.Count);
    }

    [Fact]
    public async Task Two_workers_warm_one_after_the_other_and_the_second_finds_everything_cached()
    {
        await using var database = await CreateAsync();
        var api = new FakeApi();

        await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Runner(database, api).RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token)));

        Assert.Equal(
            ["popular_companies high 1 1 8 8 0 0 1", "popular_companies high 1 1 8 0 8 0 1"],
            [
                await database.ScalarAsync<string>(Counts + "order by id limit 1"),
                await database.ScalarAsync<string>(Counts + "order by id desc limit 1"),
            ]);
    }

    [Fact]
    public async Task An_unfinished_run_of_another_worker_is_marked_by_the_next_run()
    {
        await using var database = await CreateAsync();
        var log = new WarmRunLog(database.Primary, _time);
        var left = await log.BeginAsync(new WarmRun("popular_companies", "high", null, null, 1, [], 8), Token);

        await Runner(database, new FakeApi()).RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);

        Assert.Equal(
            "the Warmer stopped before the run finished",
            await database.ScalarAsync<string>($"select error from warm_runs where id = {left} and finished_at is not null"));
    }

    [Fact]
    public async Task Companies_about_to_report_are_found_by_filing_dates_marked_as_estimates()
    {
        var results = SomeCompanies.AnnualReport with
        {
            Accession = "0000320193-25-000007",
            Form = "8-K",
            Items = "2.02,9.01",
            Filed = new DateOnly(2025, 2, 26),
        };
        var amended = results with { Accession = "0000320193-25-000008", Form = "8-K/A", Filed = new DateOnly(2025, 2, 21) };
        var vote = results with { Accession = "0000320193-25-000009", Items = "5.07", Filed = new DateOnly(2025, 2, 20) };
        await using var database = await CreateAsync(SomeCompanies.Company(filings: [results, amended, vote]));
        var api = new FakeApi();

        await Runner(database, api).RunAsync(new WarmJob(WarmStrategy.UpcomingEarnings), Token);

        Assert.Equal(8, api.Requests.Count(path => path.StartsWith("AAPL/", StringComparison.Ordinal)));
        Assert.Equal(
            "estimated, not announced, report dates: AAPL 2026-02-25", await database.ScalarAsync<string>("select reason from warm_runs"));
    }

    [Fact]
    public async Task A_limited_run_takes_popular_companies_first()
    {
        await using var database = await CreateAsync();
        await database.Store.WriteAsync(Another(1, "ONE"), Token);
        await database.Store.WriteAsync(Another(2, "TWO"), Token);
        var api = new FakeApi();

        await Runner(database, api, new WarmingOptions { MaxCompanies = 2, MaxConcurrent = 1 })
            .RunAsync(new WarmJob(WarmStrategy.RefreshedCompanies, ["0000000001", "0000000002", "0000320193"]), Token);

        Assert.Equal(["0000320193/overview", "0000000001/overview"], api.Requests);
        Assert.StartsWith("refreshed_companies urgent 2 2", await database.ScalarAsync<string>(Counts), StringComparison.Ordinal);
    }

    private static PreparedCompany Another(long cik, string ticker)
    {
        var number = new Cik(cik);
        return SomeCompanies.Company() with
        {
            Cik = number,
            Profile = SomeCompanies.AppleProfile with { Cik = number, Tickers = [ticker] },
        };
    }

    private async Task RecordRequestsAsync(EdgarDatabase database, string? target, int times, int hoursAgo)
    {
        var rows = new UsageRows();
        for (var i = 0; i < times; i++)
            rows.Add(SomeUsage.Record(_time.GetUtcNow().UtcDateTime.AddHours(-hoursAgo)) with { Target = target });
        await new UsageTable(database.Primary).WriteAsync([rows.Take(_time.GetUtcNow().UtcDateTime)], Token);
    }

    private WarmRunner Runner(EdgarDatabase database, FakeApi api, WarmingOptions? options = null, FakeLogCollector? log = null)
    {
        var settings = Options.Create(options ?? new WarmingOptions { ApiKey = "the-key" });
        var selector = new WarmSelector(
            new LoadedCompanies(database.Primary),
            new EarningsReleases(database.Router),
            new RecentQueries(database.Router),
            settings,
            _time,
            new FakeLogger<WarmSelector>(log ?? new FakeLogCollector()));
        return new WarmRunner(
            new WarmRunLog(database.Primary, _time),
            selector,
            api.CreateClient(settings.Value),
            new WarmMetrics(_meters),
            settings,
            _time,
            new FakeLogger<WarmRunner>());
    }

    private async Task<EdgarDatabase> CreateAsync(PreparedCompany? company = null)
    {
        var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync(), EdgarDatabase.Patient);
        await database.ProbeAsync();
        await database.Store.WriteAsync(company ?? SomeCompanies.Company(), Token);
        await database.Cluster.WaitForReplayAsync();
        return database;
    }

    private static async Task<string> EventuallyAsync(EdgarDatabase database, string condition)
    {
        await Waiting.UntilAsync(async () => await database.ScalarAsync<long>($"select count(*) from warm_runs where {condition}") > 0);
        return await database.ScalarAsync<string>(Counts);
    }

}
