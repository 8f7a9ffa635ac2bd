using EdgarApi.LoadTesting.Scenarios;

namespace EdgarApi.Tests.LoadTesting;

public sealed class ScenarioTests
{
    private const string NormalMix = "company_overview=40 income_statement=30 balance_sheet=15 cashflow_statement=10 time_series=5";
    private const string PeakMix = "company_overview=50 income_statement=25 balance_sheet=10 cashflow_statement=10 time_series=5";

    private static readonly LoadCatalog Catalog = LoadCatalog.Default;

    [Theory]
    [InlineData("normal", 0, 100, 5 * 60, 30 * 60, NormalMix)]
    [InlineData("peak", 0, 500, 10 * 60, 60 * 60, PeakMix)]
    [InlineData("stress", 0, 1000, 15 * 60, 45 * 60, PeakMix)]
    [InlineData("spike", 50, 300, 30, 15 * 60, NormalMix)]
    public void Scenarios_match_the_requirements(string name, int startUsers, int users, int rampSeconds, int seconds, string mix)
    {
        var scenario = Catalog.Scenarios[name];

        Assert.Equal((startUsers, users), (scenario.StartUsers, scenario.Users));
        Assert.Equal((TimeSpan.FromSeconds(rampSeconds), TimeSpan.FromSeconds(seconds)), (scenario.RampUp, scenario.Duration));
        Assert.Equal(mix, string.Join(' ', Catalog.GetMix(scenario).Select(entry => $"{entry.Key}={entry.Value}")));
        Assert.Equal(100, Catalog.GetMix(scenario).Values.Sum());
    }

    [Theory]
    [InlineData("company_overview", 500, 1000, 2000)]
    [InlineData("financial_statements", 800, 1500, 3000)]
    [InlineData("time_series", 300, 600, 1000)]
    [InlineData("facts_query", 600, 1200, 2500)]
    public void Service_levels_match_the_requirements(string name, int p95, int p99, int max)
    {
        var level = Catalog.ServiceLevels[name];

        Assert.Equal([p95, p99, max], new[] { level.P95, level.P99, level.Max }.Select(limit => limit.TotalMilliseconds));
    }

    [Fact]
    public void Targets_match_the_requirements()
    {
        Assert.Equal("target=1000 peak=5000 burst=10000", Join(Catalog.RequestsPerSecond));
        Assert.Equal("sustained=500 peak=2000 burst=5000", Join(Catalog.ConcurrentUsers));
        Assert.Equal((0.999, 0.85), (Catalog.Availability, Catalog.CacheHitShare));
        var requested = Catalog.Scenarios.Values.SelectMany(scenario => Catalog.GetMix(scenario).Keys).Distinct();
        Assert.Equal(["facts_query"], Catalog.Endpoints.Keys.Except(requested));
        Assert.Empty(requested.Except(Catalog.Endpoints.Keys));

        static string Join(IReadOnlyDictionary<string, int> levels) =>
            string.Join(' ', levels.Select(level => $"{level.Key}={level.Value}"));
    }
}
