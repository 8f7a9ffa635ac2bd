using EdgarApi.Contracts.Objectives;
using EdgarApi.LoadTesting.Scenarios;

namespace EdgarApi.Tests.Monitoring;

/// <summary>The data file has the figures of the performance requirements.</summary>
public sealed class ServiceLevelsTests
{
    private static readonly ServiceLevels Levels = ServiceLevels.Default;

    [Theory]
    [InlineData("company_overview", 500, 1000, 2000)]
    [InlineData("financial_statements", 800, 1500, 3000)]
    [InlineData("time_series", 300, 600, 1000)]
    [InlineData("facts_query", 600, 1200, 2500)]
    public void Latency_limits_match_the_requirements(string name, int p95, int p99, int max)
    {
        var level = Levels.Endpoints[name];

        Assert.Equal([p95, p99, max], new[] { level.P95, level.P99, level.Max }.Select(limit => limit.TotalMilliseconds));
    }

    [Fact]
    public void Targets_match_the_requirements()
    {
        Assert.Equal("target=1000 peak=5000 burst=10000", Join(Levels.RequestsPerSecond));
        Assert.Equal("sustained=500 peak=2000 burst=5000", Join(Levels.ConcurrentUsers));
        Assert.Equal(new AvailabilityTarget(0.999, TimeSpan.FromMinutes(43.2), TimeSpan.FromMinutes(15)), Levels.Availability);

        static string Join(IReadOnlyDictionary<string, int> levels) =>
            string.Join(' ', levels.Select(level => $"{level.Key}={level.Value}"));
    }

    [Fact]
    public void Resource_targets_match_the_requirements()
    {
        Assert.Equal(new UtilizationTarget(Normal: 0.70, Peak: 0.85, ScaleAbove: 0.80), Levels.Cpu);
        Assert.Equal(new UtilizationTarget(Normal: 0.75, Peak: 0.90, ScaleAbove: 0.85), Levels.Memory);
        Assert.Equal(new DatabaseTarget(TimeSpan.FromMilliseconds(100), PoolUsage: 0.80, Connections: 0.75), Levels.Database);
        Assert.Equal(new CacheTarget(HitShare: 0.85, Memory: 0.80, EvictionsPerHour: 0.05), Levels.Cache);
    }

    /// <summary>The requirements say "graceful"; these figures give it a criterion.</summary>
    [Fact]
    public void Graceful_degradation_has_a_criterion() =>
        Assert.Equal(new DegradationTarget(Goodput: 0.80, RejectionStatus: 503, TimeSpan.FromSeconds(30)), Levels.Degradation);

    [Fact]
    public void Growth_triggers_match_the_requirements() => Assert.Equal(
        new GrowthTriggers(new(0.70, TimeSpan.FromMinutes(10)), new(0.80, TimeSpan.FromMinutes(5)), new(1.5, TimeSpan.FromMinutes(5))),
        Levels.GrowthTriggers);

    [Fact]
    public void The_downtime_per_month_is_what_the_uptime_leaves_of_30_days() =>
        Assert.Equal(Levels.Availability.DowntimePerMonth, TimeSpan.FromDays(30) * (1 - Levels.Availability.Uptime));

    [Fact]
    public void Every_endpoint_of_the_load_tests_has_a_level_with_its_own_route() => Assert.NotEmptyAndAll(
        LoadCatalog.Default.Endpoints.Values,
        endpoint => Assert.Matches(ToPattern(Levels.Endpoints[endpoint.ServiceLevel].Route), endpoint.Path.Split('?')[0]));

    private static string ToPattern(string route) =>
        $"^{string.Join('/', route.Split('/').Select(segment => segment.StartsWith('{') ? "[^/]+" : segment))}$";
}
