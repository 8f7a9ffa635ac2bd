using EdgarApi.LoadTesting;
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

    [Fact]
    public void Every_endpoint_but_the_facts_query_is_in_a_mix()
    {
        var requested = Catalog.Scenarios.Values.SelectMany(scenario => Catalog.GetMix(scenario).Keys).Distinct();

        Assert.Equal(["facts_query"], Catalog.Endpoints.Keys.Except(requested));
        Assert.Empty(requested.Except(Catalog.Endpoints.Keys));
    }

    [Fact]
    public void Only_the_stress_test_is_judged_by_graceful_degradation()
    {
        Assert.Equal(["stress"], Catalog.Scenarios.Where(scenario => scenario.Value.Recovery is not null).Select(scenario => scenario.Key));

        var settings = LoadSettings.Create(Catalog, "stress", "", users: 5000, scale: 0.1);

        Assert.Equal((500, TimeSpan.FromSeconds(30)), (settings.RecoveryLevel, settings.Recovery)); // a tenth of the users, of 5 minutes
    }
}
