using CsCheck;
using EdgarApi.Cli.Gate;
using EdgarApi.Cli.Load.Measurement;
using EdgarApi.Cli.Load.Scenarios;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Snapshots;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Cli.Gate;

public sealed class GateTests
{
    private static readonly GateBaseline Baseline = GateBaseline.Read(Path.Combine(AppContext.BaseDirectory, "baseline.json"));

    [Fact]
    public void The_baselines_first_rows_are_those_of_the_requirements()
    {
        Assert.Equal(
            [("GET /companies/{id}/overview", 450, 400, 0.10, 495), ("GET /companies/{id}/statements/income", 750, 650, 0.15, 862.5)],
            Baseline.Endpoints.Select(e => (e.Endpoint, e.BaselineP95.TotalMilliseconds, e.TargetP95.TotalMilliseconds, e.RegressionThreshold, e.Limit.TotalMilliseconds)));
        Assert.Equal((800, 1000, 0.05, 760), (Baseline.Throughput.BaselineRps, Baseline.Throughput.TargetRps, Baseline.Throughput.RegressionThreshold, Baseline.Throughput.Limit));
        Assert.Equal(new RequestLimits(MemoryMegabytes: 50, CpuMilliseconds: 100, SqlCommands: 10), Baseline.PerRequest);
        Assert.All(Baseline.Endpoints, endpoint => Assert.Contains(endpoint.Name, LoadCatalog.Default.Endpoints));
    }

    [Theory]
    [InlineData("commit", "micro-benchmarks", 2, "No performance regression > 10%")]
    [InlineData("pull-request", "component load tests", 10, "Response time within SLA thresholds")]
    [InlineData("nightly", "full load tests", 120, "Comprehensive performance validation")]
    [InlineData("release", "production-like environment", 240, "Full performance certification")]
    public void The_four_tiers_are_those_of_the_requirements_and_their_load_fits_into_their_time(string name, string type, int minutes, string criteria)
    {
        var tier = GateTier.All[name];

        Assert.Equal((type, TimeSpan.FromMinutes(minutes), criteria), (tier.Type, tier.Limit, tier.Criteria));
        Assert.InRange(tier.Rounds, TimeComparison.FewestRounds, 100);
        Assert.Equal(tier.Loads.Select(load => load.Scale / 2), tier.Scaled(0.5).Loads.Select(load => load.Scale));
        var load = tier.Loads.Select(l => (Scenario: LoadCatalog.Default.Scenarios[l.Scenario], l.Scale)).Sum(l => (l.Scenario.RampUp + l.Scenario.Duration).TotalMinutes * l.Scale);
        // The rest is for building, starting and comparing.
        Assert.InRange(load, 0, minutes * 0.9);
    }

    /// <summary>The clock is the work: an operation takes what it says it takes, with the noise of a shared machine on top, the same on every run of this test.</summary>
    [Theory]
    [InlineData(0.3, true)]
    [InlineData(0.15, true)]
    [InlineData(0.05, false)]
    [InlineData(0, false)]
    public async Task An_injected_slowdown_trips_the_gate_when_it_is_more_than_a_tenth(double slowdown, bool trips)
    {
        var (time, noise) = (new FakeTimeProvider(), new Random(20261123));
        var workload = new Workload("work", () =>
        {
            time.Advance(TimeSpan.FromMicroseconds(1000 + noise.Next(60)));
            return time;
        });
        Task<IReadOnlyList<WorkloadSample>> Sample(double slower) => Task.FromResult<IReadOnlyList<WorkloadSample>>([new WorkloadSampler(time, slower).Sample(workload)]);
        var rounds = 0;

        var comparison = Assert.Single(await BuildComparison.RunAsync(GateTier.All["commit"].Rounds, () => Sample(0), () => Sample(slowdown), round => rounds = round));

        Assert.Equal(GateTier.All["commit"].Rounds, rounds);
        Assert.InRange(comparison.Change, slowdown - 0.02, slowdown + 0.02);
        Assert.Equal(trips, comparison.IsRegression);
        Assert.Equal(trips, !GateCommand.Of(comparison).Passed);
    }

    [Fact]
    public void Builds_that_do_not_differ_hardly_ever_seem_to() => Gen.Int.Sample(seed =>
    {
        var random = new Random(seed);
        double[] Times() => [.. Enumerable.Range(0, 10).Select(_ => 100 + random.NextDouble() * 5)];

        Assert.False(TimeComparison.Of("same", Times(), Times()).IsRegression);
    }, iter: 500);

    [Fact]
    public void A_longer_median_alone_is_no_regression_and_neither_is_a_certain_but_small_one()
    {
        var scattered = TimeComparison.Of("scattered", [10, 90, 20, 80, 30, 70], [10, 95, 25, 80, 60, 75]);
        var small = TimeComparison.Of("small", [.. Enumerable.Range(0, 10).Select(i => 100 + i * 0.01)], [.. Enumerable.Range(0, 10).Select(i => 105 + i * 0.01)]);
        var faster = TimeComparison.Of("faster", [20, 21, 22, 23, 24, 25], [10, 11, 12, 13, 14, 15]);

        Assert.True(scattered is { Change: > 0.1, P: > TimeComparison.Significance, IsRegression: false });
        Assert.True(small is { Change: < 0.1, P: < TimeComparison.Significance, IsRegression: false });
        Assert.True(faster is { Change: < 0, P: > 0.5, IsRegression: false });
    }

    /// <summary>P of U = 0 is one over the number of ways to choose the ranks: 1 / C(12, 6).</summary>
    [Fact]
    public void The_probability_of_a_clean_separation_is_exact()
    {
        var separated = TimeComparison.Of("separated", [1, 2, 3, 4, 5, 6], [11, 12, 13, 14, 15, 16]);

        Assert.Equal(1 / 924.0, separated.P, 9);
        Assert.True(1 / 252.0 < TimeComparison.Significance, "the fewest rounds can be significant");
    }

    [Fact]
    public async Task Builds_are_sampled_in_turns()
    {
        var order = "";
        Task<IReadOnlyList<WorkloadSample>> Take(char build)
        {
            order += build;
            return Task.FromResult<IReadOnlyList<WorkloadSample>>([new WorkloadSample("w", 1, 0), new WorkloadSample(build == 'B' ? "new" : "w2", 1, 0)]);
        }

        var comparisons = await BuildComparison.RunAsync(5, () => Take('A'), () => Take('B'), _ => { });

        Assert.Equal("ABBAABBAAB", order);
        // A workload that the build before did not have cannot be compared.
        Assert.Equal(["w"], comparisons.Select(comparison => comparison.Workload));
    }

    [Fact]
    public void A_workload_that_allocates_more_than_the_baseline_or_is_not_in_it_fails()
    {
        var baseline = Baseline with { AllocatedBytes = new Dictionary<string, long> { ["parse"] = 1000 } };

        Assert.Equal([true, false, false], GateCommand.Allocations(baseline, [new("parse", 1, 1000), new("parse", 1, 1001), new("else", 1, 1)]).Select(verdict => verdict.Passed));
    }

    [Fact]
    public void Every_workload_has_a_limit_in_the_baseline_and_allocates_no_more_than_it()
    {
        var workloads = Workloads.Create();

        Assert.Equal(Baseline.AllocatedBytes.Keys, workloads.Select(workload => workload.Name));
        Assert.All(workloads, workload =>
        {
            workload.Run();
            var before = GC.GetAllocatedBytesForCurrentThread();
            workload.Run();
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                allocated <= Baseline.AllocatedBytes[workload.Name],
                $"{workload.Name} allocates {allocated} bytes, of at most {Baseline.AllocatedBytes[workload.Name]}. If that is meant, `edgar gate --update` writes the new limit.");
        });
    }

    [Fact]
    public void The_JSON_that_is_parsed_holds_the_facts_of_the_snapshot()
    {
        var facts = CompanyFacts.FromSnapshot(File.ReadAllBytes(Path.Combine(SnapshotFolder.Sample.Path, $"CIK{new Cik(320193)}.facts")));
        var parsed = CompanyFacts.Parse(Workloads.Json(facts));

        Assert.Equal((facts.Cik, facts.EntityName, facts.Count), (parsed.Cik, parsed.EntityName, parsed.Count));
        Assert.Equal(Rows(facts), Rows(parsed));

        static HashSet<(string, string, FactPeriod, decimal, string)> Rows(CompanyFacts facts) =>
            [.. facts.Query(new FactQuery(), 0, facts.Count).Facts.Select(fact => (fact.Concept, fact.Unit, fact.Period, fact.Value, fact.Accession))];
    }

    [Fact]
    public void Metrics_are_summed_over_their_labels()
    {
        const string text = """
            # TYPE db_count counter
            db_count{node="a b",op="x}"} 3 1764000000000
            db_count{node="c"} 4.5
            db_count_total 100
            db_count 1
            """;

        Assert.Equal(8.5, PrometheusText.Sum(text, "db_count"));
        Assert.Equal(0, PrometheusText.Sum(text, "absent"));
    }

    [Theory]
    [InlineData("this tier puts load on a running API", "--tier", "nightly")]
    [InlineData("is not this machine", "--url", "http://192.0.2.1")]
    [InlineData("--rounds must be between 5 and 100", "--rounds", "4")]
    [InlineData("there is no file nowhere.dll", "--against", "nowhere.dll")]
    [InlineData("--scale must be above 0", "--scale", "2")]
    [InlineData("is no baseline", "--baseline", "tiers-are-not.json")]
    [InlineData("Must be one of", "--tier", "weekly")]
    public async Task What_the_gate_cannot_do_is_said_in_words(string message, params string[] arguments)
    {
        var file = TestFolder.New("file");
        await File.WriteAllTextAsync(file, "[1]", TestContext.Current.CancellationToken);
        try
        {
            string[] baseline = arguments[0] == "--baseline" ? ["--baseline", file] : [.. arguments, "--baseline", Path.Combine(AppContext.BaseDirectory, "baseline.json")];
            var run = await EdgarRun.Of(["gate", .. baseline]);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_load_run_is_held_against_the_baselines_percentiles_and_rate()
    {
        static EndpointResult Endpoint(string name, double p95) => new(name, 10, 10, 0, new LatencySummary(10, 1, 1, p95, p95, p95, p95), []);
        var settings = new LoadSettings("normal", "", "open", "", 1000, 0, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 1, 1, 1, 1, 1, "warm", 1, new Dictionary<string, int>());
        var none = LatencySummary.Of(LatencyHistogram.Empty());
        var result = new LoadResult(
            settings, default, 3, false, 1, 0, 20, 20, 0, 1, 1, 833, 0, none, none, none, [Endpoint("company_overview", 496), Endpoint("income_statement", 862)],
            new Dictionary<string, long>(), new Dictionary<string, long>(), null, [], [new(1, 0, 1, 0, 0, 0), new(2, 0, 800, 0, 0, 0), new(3, 0, 730, 20, 0, 0)], []);

        Assert.Equal([false, true, false], TierLoads.Of(result, Baseline).Select(verdict => verdict.Passed));
        Assert.Equal("755/s", TierLoads.Of(result, Baseline).Last().Measured);
    }
}
