using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Scenarios;

namespace EdgarApi.Tests.LoadTesting;

public sealed class ServiceLevelVerdictsTests
{
    [Fact]
    public void Each_endpoint_is_compared_with_its_own_service_level()
    {
        var verdicts = ServiceLevelVerdicts.Create(
            LoadCatalog.Default, [Endpoint("company_overview", 500, 1000.1, 1999, 1), Endpoint("time_series", 300.1, 600, 1000.1, 2)],
            plannedRate: 1000, achievedRate: 949.9, cacheHitShare: 0.85, judgesCache: true);

        Assert.Equal([true, false, true, true, false, true, false, false, false, false], verdicts.Select(verdict => verdict.Passed));
        Assert.Equal("p95 ≤ 500 ms", verdicts[0].Requirement);
    }

    [Fact]
    public void A_run_within_all_limits_passes()
    {
        var verdicts = ServiceLevelVerdicts.Create(
            LoadCatalog.Default, [Endpoint("company_overview", 1, 1, 1, 0)],
            plannedRate: 0, achievedRate: 0, cacheHitShare: 0.86, judgesCache: true);

        Assert.Equal(5, verdicts.Count);
        Assert.DoesNotContain(verdicts, verdict => !verdict.Passed);
    }

    [Fact]
    public void A_warm_run_without_X_Cache_headers_fails()
    {
        var verdicts = ServiceLevelVerdicts.Create(
            LoadCatalog.Default, [Endpoint("company_overview", 1, 1, 1, 0)],
            plannedRate: 0, achievedRate: 0, cacheHitShare: null, judgesCache: true);

        Assert.Equal(("cache", "no X-Cache header", false), (verdicts[^1].Subject, verdicts[^1].Measured, verdicts[^1].Passed));
    }

    private static EndpointResult Endpoint(string name, double p95, double p99, double max, long failed) =>
        new(name, 1000, 1000, failed, new LatencySummary(1000, 1, 1, p95, p99, p99, max), []);
}
