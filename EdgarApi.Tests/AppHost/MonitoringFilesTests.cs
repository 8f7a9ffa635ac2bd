using EdgarApi.AppHost.Monitoring;
using EdgarApi.Tests.Architecture;
using EdgarApi.Tests.Monitoring;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.Tests.AppHost;

/// <summary>What Prometheus and Alertmanager of a local run start with.</summary>
public sealed class MonitoringFilesTests
{
    private static readonly string Source = RepositoryFiles.GetPath(PrometheusRules.Folder);

    private readonly string _folder = TestFolder.Create("monitoring").FullName;

    [Fact]
    public void The_files_are_copied_and_their_rules_counted()
    {
        var files = MonitoringFiles.Create(Source, _folder, webhook: null);

        Assert.Equal(PrometheusRules.Alerts.Count + PrometheusRules.Recordings.Count, files.Rules);
        Assert.Equal(RepositoryFiles.Read("monitoring/alerts.yml"), File.ReadAllText(Path.Combine(files.Folder, "alerts.yml")));
    }

    [Fact]
    public void Addresses_of_an_earlier_run_are_removed()
    {
        MonitoringFiles.Create(Source, _folder, webhook: null).GetTargets("api").Write("[]");

        var files = MonitoringFiles.Create(Source, _folder, webhook: null);

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(files.Folder, "targets")));
    }

    [Fact]
    public async Task Alertmanager_sends_to_the_webhook()
    {
        var files = MonitoringFiles.Create(Source, _folder, new Uri("https://alerts.example/edgar/"));

        var configuration = await File.ReadAllTextAsync(files.AlertmanagerConfiguration, TestContext.Current.CancellationToken);
        Assert.Contains("url: https://alerts.example/edgar/page\n", configuration, StringComparison.Ordinal);
        Assert.Contains("url: https://alerts.example/edgar/ticket\n", configuration, StringComparison.Ordinal);
        await MonitoringTool.RunAsync("amtool", "check-config", files.AlertmanagerConfiguration);
    }

    [Fact]
    public async Task Without_a_webhook_Alertmanager_sends_nothing()
    {
        var files = MonitoringFiles.Create(Source, _folder, webhook: null);

        Assert.DoesNotContain(
            "http", await File.ReadAllTextAsync(files.AlertmanagerConfiguration, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Contains("2 receivers", await MonitoringTool.RunAsync("amtool", "check-config", files.AlertmanagerConfiguration),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alerts.yml", null)]
    [InlineData("recording.yml", "groups: [{ name: a, rules: [{ record: a, expr: sum( }] }]")]
    public async Task Prometheus_does_not_start_without_its_rules(string file, string? content)
    {
        var files = MonitoringFiles.Create(Source, _folder, webhook: null);
        var path = Path.Combine(files.Folder, file);
        if (content is null) File.Delete(path);
        else await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        var output = new List<string>();
        await using var process = LeashedProcess.Start(
            "TERM", "sh", ["prometheus.sh"], RepositoryFiles.GetPath("EdgarApi.AppHost/prometheus"),
            [
                new("PROMETHEUS_PORT", $"{FreePort.Next()}"), new("PROMETHEUS_CONFIG", files.PrometheusConfiguration),
                new("PROMETHEUS_DATA", Path.Combine(_folder, "data")),
            ],
            line =>
            {
                lock (output) output.Add(line);
            });

        Assert.NotEqual(0, await process.Exited.InTimeAsync("prometheus"));
        Assert.StartsWith("prometheus does not start: ", output[^1], StringComparison.Ordinal);
        Assert.Contains(output, line => line.Contains(file, StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_rules_make_Prometheus_unhealthy()
    {
        var result = LoadedRulesCheck.Judge([new("a", "ok", null)], expected: 2);

        Assert.Equal(
            (HealthStatus.Unhealthy, "Prometheus has loaded 1 rules of 2. A rule file is missing."), (result.Status, result.Description));
    }

    [Fact]
    public void A_failing_rule_is_named()
    {
        var result = LoadedRulesCheck.Judge([new("a", "ok", null), new("b", "err", "many-to-many matching")], expected: 2);

        Assert.Equal((HealthStatus.Degraded, "The rule b fails: many-to-many matching"), (result.Status, result.Description));
    }

    [Fact]
    public void All_rules_make_it_healthy() =>
        Assert.Equal(HealthStatus.Healthy, LoadedRulesCheck.Judge([new("a", "ok", null), new("b", "unknown", null)], expected: 2).Status);
}
