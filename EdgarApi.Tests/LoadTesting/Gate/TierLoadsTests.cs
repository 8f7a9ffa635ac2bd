using EdgarApi.LoadTesting;
using EdgarApi.LoadTesting.Gate;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Scenarios;

namespace EdgarApi.Tests.LoadTesting.Gate;

public sealed class TierLoadsTests
{
    [Fact]
    public void The_percentiles_and_the_rate_of_a_run_are_compared_with_the_baseline()
    {
        var result = CreateResult(Endpoint("company_overview", 496), Endpoint("income_statement", 862));

        var verdicts = TierLoads.Check(result, GateBaselineTests.Committed).ToList();

        Assert.Equal([false, true, false], verdicts.Select(verdict => verdict.Passed));
        Assert.Equal("755/s", verdicts[^1].Measured);
    }

    [Fact]
    public void An_endpoint_of_the_baseline_without_a_measurement_fails()
    {
        var verdicts = TierLoads.Check(CreateResult(Endpoint("company_overview", 1)), GateBaselineTests.Committed).ToList();

        Assert.Equal([true, false, false], verdicts.Select(verdict => verdict.Passed));
        Assert.Equal("no request succeeded", verdicts[1].Measured);
    }

    private static EndpointResult Endpoint(string name, double p95) =>
        new(name, 10, 10, 0, new LatencySummary(10, 1, 1, p95, p95, p95, p95), []);

    /// <summary>A run with a ramp of one second and then 800 and 710 successful requests per second.</summary>
    private static LoadResult CreateResult(params EndpointResult[] endpoints)
    {
        var none = LatencySummary.From(LatencyHistogram.CreateEmpty());
        return new LoadResult
        {
            Settings = LoadSettings.Create(LoadCatalog.Default, "normal", "", rate: 1000) with { RampUp = TimeSpan.FromSeconds(1) },
            Seconds = 3, Offered = 20, Completed = 20, Failed = 0, OfferedRate = 1, AchievedRate = 1, PlannedRate = 833, Bytes = 0,
            Latency = none, ServiceTime = none, SendDelay = none, Endpoints = endpoints, CacheHitShare = null, Verdicts = [],
            Errors = new Dictionary<string, long>(), Cache = new Dictionary<string, long>(),
            Timeline = [new(1, 0, 1, 0, 0, 0), new(2, 0, 800, 0, 0, 0), new(3, 0, 730, 20, 0, 0)],
        };
    }
}
