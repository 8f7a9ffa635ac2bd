using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Monitoring;

/// <summary>What every alert must have, and the six of the performance requirements.</summary>
public sealed class AlertTests
{
    private const string RunbookPage = "docs/runbooks.md";

    private static readonly string[] RunbookParts = ["Meaning", "First look", "Mitigation", "Verification"];

    public static TheoryData<string> Names => [.. PrometheusRules.Alerts.Select(alert => alert.Alert)];

    [Theory]
    [InlineData("HighResponseTime", "> 2", "2m", "critical")]
    [InlineData("HighErrorRate", "> 0.05", "1m", "critical")]
    [InlineData("DatabaseConnectionsExhausted", "> 0.95", "30s", "critical")]
    [InlineData("IncreasedResponseTime", "> 1", "5m", "warning")]
    [InlineData("LowCacheHitRate", "< 0.8", "10m", "warning")]
    [InlineData("HighCPUUsage", "> 80", "5m", "warning")]
    public void The_six_alerts_have_the_limits_durations_and_severities_of_the_requirements(
        string name, string limit, string duration, string severity)
    {
        var alert = Get(name);

        Assert.EndsWith($" {limit}", alert.Expr, StringComparison.Ordinal);
        Assert.Equal((duration, severity), (alert.For, alert.GetLabel("severity")));
    }

    /// <summary>The first quiet check follows a blip, the second an outage that is still too short.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void An_alert_is_shown_to_stay_silent_on_a_blip_to_fire_and_to_resolve(string name)
    {
        var states = PrometheusRules.Scenarios
            .Select(scenario => scenario.Where(check => check.Alertname == name).OrderBy(check => Minutes(check.EvalTime)).ToList())
            .Select(checks => string.Concat(checks.Select(check => check.Fires ? '!' : '.')));

        Assert.Contains(states, state => state.Contains("..!.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_alert_links_to_a_runbook_with_four_parts_and_has_a_severity_that_is_routed(string name)
    {
        var alert = Get(name);

        Assert.Equal($"{RunbookPage}#{name.ToLowerInvariant()}", alert.Annotations["runbook_url"]);
        var section = Assert.Single(
            RepositoryFiles.Read(RunbookPage).Split("\n## "), part => part.StartsWith($"{name}\n", StringComparison.Ordinal));
        Assert.NotEmptyAndAll(RunbookParts, part => Assert.Contains($"**{part}.**", section, StringComparison.Ordinal));
        Assert.Contains("```promql", section, StringComparison.Ordinal);
        Assert.Contains(alert.GetLabel("severity"), (string[])["critical", "warning"]);
    }

    /// <summary>Azure's managed Prometheus takes no more.</summary>
    [Fact]
    public void A_group_has_at_most_20_rules() =>
        Assert.NotEmptyAndAll(PrometheusRules.Groups, group => Assert.InRange(group.Rules.Count, 1, 20));

    [Fact]
    public void Names_are_unique() => Assert.Distinct(PrometheusRules.Alerts.Select(alert => alert.Alert));

    private static Rule Get(string name) => PrometheusRules.Alerts.Single(alert => alert.Alert == name);

    /// <summary>A Prometheus duration such as <c>1h2m30s</c>.</summary>
    private static double Minutes(string duration)
    {
        var (total, digits) = (0d, "");
        foreach (var character in duration)
        {
            if (char.IsAsciiDigit(character))
            {
                digits += character;
                continue;
            }

            total += int.Parse(digits) * character switch { 'h' => 60, 'm' => 1, 's' => 1 / 60d, _ => throw new FormatException(duration) };
            digits = "";
        }

        return total;
    }
}
