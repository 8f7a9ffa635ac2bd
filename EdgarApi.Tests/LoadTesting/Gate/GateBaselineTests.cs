using EdgarApi.LoadTesting.Gate;
using EdgarApi.LoadTesting.Workloads;

namespace EdgarApi.Tests.LoadTesting.Gate;

public sealed class GateBaselineTests
{
    public static GateBaseline Committed { get; } = GateBaseline.Read(Path.Combine(AppContext.BaseDirectory, "baseline.json"));

    [Fact]
    public void Percentiles_throughput_and_request_limits_match_the_requirements()
    {
        Assert.Equal(
            [("GET /companies/{id}/overview", 450, 400, 0.10, 495), ("GET /companies/{id}/statements/income", 750, 650, 0.15, 862.5)],
            Committed.Endpoints.Select(e => (
                e.Endpoint, e.BaselineP95.TotalMilliseconds, e.TargetP95.TotalMilliseconds, e.RegressionThreshold,
                e.Limit.TotalMilliseconds)));
        Assert.Equal((new ThroughputBaseline(800, 1000, 0.05), 760), (Committed.Throughput, Committed.Throughput.Limit));
        Assert.Equal(new RequestLimits(MemoryMegabytes: 50, CpuMilliseconds: 100, SqlCommands: 10), Committed.PerRequest);
        Assert.Equal(["company_overview", "income_statement"], Committed.Endpoints.Select(endpoint => endpoint.Name));
    }

    [Fact]
    public void A_workload_above_its_limit_or_without_one_fails_and_so_does_a_limit_without_a_workload()
    {
        var baseline = Committed with { AllocatedBytes = new Dictionary<string, long> { ["parse"] = 1000, ["removed"] = 1 } };

        var verdicts = PerformanceGate.CheckAllocations(baseline, [new("parse", 1, 1000), new("parse", 1, 1001), new("other", 1, 1)]);

        Assert.Equal(
            [("parse", true), ("parse", false), ("other", false), ("removed", false)],
            verdicts.Select(verdict => (verdict.Subject, verdict.Passed)));
    }

    /// <summary>Measured as the gate does, in a process that compiles everything fully: what unoptimized code allocates varies.</summary>
    [Fact]
    public async Task Every_workload_has_a_limit_in_the_baseline_and_stays_within_it()
    {
        var samples = await BuildSampler.SampleAsync(
            Path.Combine(AppContext.BaseDirectory, "edgar.dll"), slowdown: 0, TestContext.Current.CancellationToken);

        var verdicts = PerformanceGate.CheckAllocations(Committed, samples);

        Assert.Equal(Committed.AllocatedBytes.Keys, EngineWorkloads.All.Select(workload => workload.Name));
        Assert.All(verdicts, verdict => Assert.True(verdict.Passed, $"{verdict}. If that is intended, run `edgar gate --update`."));
    }
}
