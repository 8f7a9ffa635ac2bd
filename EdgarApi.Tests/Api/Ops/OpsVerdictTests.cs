using EdgarApi.Api.Ops;
using EdgarApi.Api.Ops.Status;

namespace EdgarApi.Tests.Api.Ops;

public sealed class OpsVerdictTests
{
    private static readonly OpsCheck Healthy = new("postgres", OpsState.Green, "3 nodes");

    [Fact]
    public void Nothing_wrong_is_green_without_reasons() => AssertVerdict(OpsState.Green, [], [Healthy]);

    [Theory]
    [InlineData("critical", true, "Red", "HighErrorRate: 9 % of requests fail")]
    [InlineData("warning", true, "Amber", "HighErrorRate: 9 % of requests fail")]
    [InlineData("critical", false, "Amber", "HighErrorRate may fire soon: 9 % of requests fail")]
    public void An_alert_counts_by_its_severity_and_a_pending_one_that_would_page_as_a_warning(
        string severity, bool isFiring, string state, string reason) =>
        AssertVerdict(Enum.Parse<OpsState>(state), [CreateAlert("HighErrorRate", severity, isFiring)], [Healthy], reason);

    [Fact]
    public void A_pending_warning_is_not_worth_mentioning() =>
        AssertVerdict(OpsState.Green, [CreateAlert("HighErrorRate", "warning", isFiring: false)], [Healthy]);

    [Theory]
    [InlineData("Amber")]
    [InlineData("Red")]
    public void A_health_check_counts_by_its_state(string state) => AssertVerdict(
        Enum.Parse<OpsState>(state), [], [Healthy, new("redis", Enum.Parse<OpsState>(state), "not connected")],
        "Health check redis: not connected");

    [Fact]
    public void The_worst_reason_comes_first_and_decides() => AssertVerdict(
        OpsState.Red,
        [CreateAlert("ReplicaLag", "warning", isFiring: true), CreateAlert("PrimaryDown", "critical", isFiring: true)],
        [new("usage", OpsState.Amber, null)],
        "PrimaryDown: 9 % of requests fail", "ReplicaLag: 9 % of requests fail", "Health check usage: failed");

    [Fact]
    public void Without_a_response_of_Prometheus_the_service_is_not_known_to_be_healthy()
    {
        var reason = Assert.Single(OpsVerdict.GetReasons([], [Healthy], "Prometheus does not respond."));

        Assert.Equal((OpsState.Amber, "Prometheus does not respond. Alerts are unknown."), (reason.State, reason.Text));
    }

    /// <summary>A budget of 0.1 %: the second half of it and more.</summary>
    [Theory]
    [InlineData(0, 1, "Green")]
    [InlineData(0.0005, 0.5, "Green")]
    [InlineData(0.0008, 0.2, "Amber")]
    [InlineData(0.001, 0, "Red")]
    [InlineData(0.003, -2, "Red")]
    public void A_budget_is_red_when_it_is_spent_and_amber_in_its_last_quarter(double missed, double remaining, string state)
    {
        var budget = ErrorBudget.Create("facts_query", "99.9 % without failure", 0.001, missed);

        Assert.Equal(remaining, budget.Remaining!.Value, 9);
        Assert.Equal(Enum.Parse<OpsState>(state), budget.State);
    }

    [Fact]
    public void A_budget_without_requests_has_no_state()
    {
        var budget = ErrorBudget.Create("facts_query", "99.9 % without failure", 0.001, missed: null);

        Assert.Equal((null, OpsState.None), (budget.Remaining, budget.State));
    }

    private static void AssertVerdict(
        OpsState expected, IReadOnlyList<OpsAlert> alerts, IReadOnlyList<OpsCheck> checks, params string[] reasons)
    {
        var found = OpsVerdict.GetReasons(alerts, checks, monitoringProblem: null);

        Assert.Equal(expected, OpsVerdict.GetState(found));
        Assert.Equal(reasons, found.Select(reason => reason.Text));
        Assert.All(found.Zip(alerts), pair => Assert.NotNull(pair.First.Runbook));
    }

    private static OpsAlert CreateAlert(string name, string severity, bool isFiring) => new(
        name, severity, isFiring, "9 % of requests fail", $"/ops/runbooks#{name.ToLowerInvariant()}", DateTimeOffset.UnixEpoch);
}
