namespace EdgarApi.Tests.Monitoring;

/// <summary>Prometheus' and Alertmanager's own tools check the files in <c>monitoring/</c>.</summary>
public sealed class PrometheusFileTests
{
    public static TheoryData<string> TestFiles => [.. PrometheusRules.TestFiles];

    [Fact]
    public async Task Prometheus_accepts_its_configuration_with_every_rule()
    {
        var output = await MonitoringTool.RunAsync("promtool", "check", "config", "prometheus.yml");

        Assert.Contains("2 rule files found", output, StringComparison.Ordinal);
        Assert.Contains($"{PrometheusRules.Recordings.Count} rules found", output, StringComparison.Ordinal);
        Assert.Contains($"{PrometheusRules.Alerts.Count} rules found", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TestFiles))]
    public Task Alerts_fire_stay_silent_and_resolve_as_described(string file) =>
        MonitoringTool.RunAsync("promtool", "test", "rules", $"tests/{file}");

    [Fact]
    public Task Alertmanager_accepts_its_configuration() => MonitoringTool.RunAsync("amtool", "check-config", "alertmanager.yml");

    [Theory]
    [InlineData("critical", "page")]
    [InlineData("warning", "ticket")]
    public async Task Alertmanager_routes_by_severity(string severity, string receiver)
    {
        var output = await MonitoringTool.RunAsync(
            "amtool", "config", "routes", "test", "--config.file=alertmanager.yml", $"severity={severity}", "alertname=Any");

        Assert.Equal(receiver, output.Trim());
    }
}
