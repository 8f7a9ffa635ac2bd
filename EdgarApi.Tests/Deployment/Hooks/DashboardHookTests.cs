using System.Runtime.Versioning;
using System.Text.Json;
using EdgarApi.Tests.Architecture;
using EdgarApi.Tests.Monitoring;

namespace EdgarApi.Tests.Deployment.Hooks;

/// <summary>The hook that uploads the dashboards to Grafana.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DashboardHookTests
{
    private static readonly string[] Dashboards =
        [.. Directory.EnumerateFiles(RepositoryFiles.GetPath(GrafanaDashboards.Folder), "*.json").Order()];

    /// <summary>A role that was just assigned takes minutes to be effective, so the first uploads may be refused.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Every_dashboard_is_uploaded_once_with_the_address_of_the_runbooks(int refusals)
    {
        var hook = await RunAsync(refusals);

        Assert.True(hook.ExitCode == 0, hook.Output);
        Assert.Equal(1 + Dashboards.Length + refusals, hook.Calls.Count);
        Assert.StartsWith("extension add --name amg", hook.Calls[0], StringComparison.Ordinal);
        Assert.NotEmptyAndAll(hook.Calls.Skip(1), call => Assert.StartsWith(
            "grafana dashboard create --name amg-example --resource-group rg-example --definition ", call, StringComparison.Ordinal));
        var uploaded = Directory.EnumerateFiles(hook.Folder, "*.json").Order().ToList();
        Assert.Equal(Dashboards.Select(Path.GetFileName), uploaded.Select(Path.GetFileName));
        Assert.NotEmptyAndAll(uploaded, file =>
        {
            using var dashboard = JsonDocument.Parse(File.ReadAllText(file));
            Assert.Contains(
                dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray(),
                variable => variable.GetProperty("name").GetString() == "runbooks"
                    && variable.GetProperty("query").GetString() == "https://edgar.example.com/ops/runbooks");
        });
    }

    [Fact]
    public async Task A_refusal_that_lasts_fails_and_names_the_dashboard()
    {
        var hook = await RunAsync(int.MaxValue);

        Assert.Equal(1, hook.ExitCode);
        Assert.Contains($"Grafana does not accept the dashboard {Path.GetFileName(Dashboards[0])}.", hook.Output, StringComparison.Ordinal);
    }

    private static Task<HookRun> RunAsync(int refusals) => HookRun.StartAsync(
        "upload-dashboards.sh",
        $$"""
        case "$*" in
            'extension add '*) exit 0 ;;
        esac
        [ "$(($(wc -l < calls) - 1))" -gt {{refusals}} ] || exit 1
        while [ "$1" != --definition ]; do shift; done
        cp "$2" .
        """,
        ("GRAFANA_NAME", "amg-example"), ("PUBLIC_ADDRESS", "https://edgar.example.com"), ("DASHBOARD_RETRY_SECONDS", "0"));
}
