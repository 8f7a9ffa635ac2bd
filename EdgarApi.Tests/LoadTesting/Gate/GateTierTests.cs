using EdgarApi.LoadTesting.Gate;
using EdgarApi.LoadTesting.Scenarios;

namespace EdgarApi.Tests.LoadTesting.Gate;

public sealed class GateTierTests
{
    [Theory]
    [InlineData("commit", "micro-benchmarks", 2, "No performance regression > 10%")]
    [InlineData("pull-request", "component load tests", 10, "Response time within SLA thresholds")]
    [InlineData("nightly", "full load tests", 120, "Comprehensive performance validation")]
    [InlineData("release", "production-like environment", 240, "Full performance certification")]
    public void Tiers_match_the_requirements_and_their_load_tests_fit_into_their_time(
        string name, string type, int minutes, string criteria)
    {
        var tier = GateTier.All[name];

        Assert.Equal((type, TimeSpan.FromMinutes(minutes), criteria), (tier.Type, tier.Limit, tier.Criteria));
        Assert.InRange(tier.Rounds, TimeComparison.MinRounds, 100);
        Assert.Equal(tier.Loads.Select(load => load.Scale / 2), tier.Scale(0.5).Loads.Select(load => load.Scale));
        var load = tier.Loads.Select(l => (Scenario: LoadCatalog.Default.Scenarios[l.Scenario], l.Scale))
            .Sum(l => (l.Scenario.RampUp + l.Scenario.Duration + (l.Scenario.Recovery?.Duration ?? TimeSpan.Zero)).TotalMinutes * l.Scale);
        // The rest of the time is for comparing builds.
        Assert.InRange(load, 0, minutes * 0.9);
    }

    [Theory]
    [InlineData("pull-request")]
    [InlineData("nightly")]
    [InlineData("release")]
    public void Every_tier_with_load_tests_requests_every_endpoint(string name)
    {
        var mixes = GateTier.All[name].Loads.Select(load => TierLoads.CreateSettings(load, "").Mix).ToList();

        Assert.Empty(LoadCatalog.Default.Endpoints.Keys.Except(mixes.SelectMany(mix => mix.Keys)));
        Assert.NotEmptyAndAll(mixes, mix => Assert.Equal(100, mix.Values.Sum()));
    }

    [Fact]
    public void There_are_four_tiers() => Assert.Equal(["commit", "pull-request", "nightly", "release"], GateTier.All.Keys);
}
