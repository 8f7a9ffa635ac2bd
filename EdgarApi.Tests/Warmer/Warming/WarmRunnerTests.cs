using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using EdgarApi.Contracts;
using EdgarApi.Storage.Warming;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Tracing;
using EdgarApi.Warmer.Warming;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace EdgarApi.Tests.Warmer.Warming;

/// <summary>How a run warms its responses, and what it records.</summary>
public sealed class WarmRunnerTests(SharedServers servers) : WarmRunTest(servers)
{
    [Fact]
    public async Task Popular_responses_of_loaded_companies_are_warmed_and_recorded_in_the_run()
    {
        await using var database = await CreateDatabaseAsync();
        var api = new FakeApi();
        var runner = CreateRunner(database, api);

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
        await using var database = await CreateDatabaseAsync();
        var api = new FakeApi { Rejected = "balance", RejectionStatus = HttpStatusCode.Unauthorized };
        using var failures = new MetricCollector<int>(Meters, WarmMetrics.MeterName, "edgar.warm.consecutive_failures");
        var runner = CreateRunner(database, api);
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
        await using var database = await CreateDatabaseAsync();
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

        var run = await CreateRunner(database, api).RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);

        Assert.Equal(8, traces.Count);
        var span = Assert.Single(spans.InTrace(Assert.Single(traces.Distinct())));
        Assert.Equal(
            ("warm run", "popular_companies", run),
            (span.DisplayName, span.GetTagItem("edgar.strategy"), span.GetTagItem("edgar.run")));
        Assert.Null(span.ParentId);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, null)]
    [InlineData(
        HttpStatusCode.Unauthorized,
        "some responses failed: /api/v1/companies/AAPL/statements/balance?freq=quarterly returned 401 Unauthorized")]
    public async Task An_unavailable_response_is_counted_and_the_others_are_warmed(HttpStatusCode status, string? error)
    {
        await using var database = await CreateDatabaseAsync();

        await CreateRunner(database, new FakeApi { Rejected = "balance", RejectionStatus = status })
            .RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);

        Assert.Equal("popular_companies high 1 1 8 6 0 2 1", await database.ScalarAsync<string>(Counts));
        Assert.Equal(
            error ?? "",
            await database.ScalarAsync<string>("select coalesce(error, '') from warm_runs where finished_at is not null"));
    }

    [Fact]
    public async Task While_the_API_is_unavailable_the_run_waits_and_then_resumes()
    {
        await using var database = await CreateDatabaseAsync();
        var api = new FakeApi { UnavailableAfter = 3 };

        var run = CreateRunner(database, api).RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);
        await Waiting.UntilAsync(() => api.Requests.Count == 4);
        Assert.Equal("popular_companies high 1 0 8 3 0 0 1", await EventuallyAsync(database, "warmed = 3"));
        api.UnavailableAfter = int.MaxValue;
        await Waiting.UntilAsync(() => run.IsCompleted, meanwhile: () => Time.Advance(TimeSpan.FromSeconds(15)));
        await run;

        Assert.Equal("popular_companies high 1 1 8 8 0 0 2", await database.ScalarAsync<string>(Counts));
        Assert.Equal(9, api.Requests.Count);
    }

    [Fact]
    public async Task An_API_that_stays_unavailable_fails_the_run_after_its_attempts()
    {
        await using var database = await CreateDatabaseAsync();
        var api = new FakeApi { UnavailableAfter = 2 };

        var run = CreateRunner(database, api).RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);
        await Waiting.UntilAsync(() => run.IsCompleted, meanwhile: () => Time.Advance(TimeSpan.FromSeconds(15)));
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
        await using var database = await CreateDatabaseAsync();
        var api = new FakeApi();

        await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => CreateRunner(database, api).RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token)));

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
        await using var database = await CreateDatabaseAsync();
        var log = new WarmRunLog(database.Primary, Time);
        var left = await log.BeginAsync(new WarmRun("popular_companies", "high", null, null, 1, [], 8), Token);

        await CreateRunner(database, new FakeApi()).RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);

        Assert.Equal(
            "the Warmer stopped before the run finished",
            await database.ScalarAsync<string>($"select error from warm_runs where id = {left} and finished_at is not null"));
    }

    private static async Task<string> EventuallyAsync(EdgarDatabase database, string condition)
    {
        await Waiting.UntilAsync(async () => await database.ScalarAsync<long>($"select count(*) from warm_runs where {condition}") > 0);
        return await database.ScalarAsync<string>(Counts);
    }
}
