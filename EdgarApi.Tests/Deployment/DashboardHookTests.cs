using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using EdgarApi.Tests.Architecture;
using EdgarApi.Tests.Monitoring;

namespace EdgarApi.Tests.Deployment;

/// <summary>The hook that uploads the dashboards to Grafana, against a program that answers like <c>az</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DashboardHookTests
{
    private static readonly string[] Dashboards =
        [.. Directory.EnumerateFiles(RepositoryFiles.GetPath(GrafanaDashboards.Folder), "*.json").Order()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A role that was just assigned takes minutes to be effective, so the first uploads may be refused.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Every_dashboard_is_uploaded_once_with_the_address_of_the_runbooks(int refusals)
    {
        var (exitCode, output, folder) = await RunAsync(refusals);

        Assert.True(exitCode == 0, output);
        var calls = await File.ReadAllLinesAsync(Path.Combine(folder, "calls"), Token);
        Assert.Equal(1 + Dashboards.Length + refusals, calls.Length);
        Assert.StartsWith("extension add --name amg", calls[0], StringComparison.Ordinal);
        Assert.NotEmptyAndAll(calls[1..], call => Assert.StartsWith(
            "grafana dashboard create --name amg-example --resource-group rg-example --definition ", call, StringComparison.Ordinal));
        var uploaded = Directory.EnumerateFiles(folder, "*.json").Order().ToList();
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
        var (exitCode, output, _) = await RunAsync(int.MaxValue);

        Assert.Equal(1, exitCode);
        Assert.Contains($"Grafana does not accept the dashboard {Path.GetFileName(Dashboards[0])}.", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Folder)> RunAsync(int refusals)
    {
        var folder = TestFolder.Create("hook").FullName;
        var az = Path.Combine(folder, "az");
        await File.WriteAllTextAsync(az, $$"""
            #!/bin/sh
            cd "$(dirname "$0")"
            echo "$*" >> calls
            case "$*" in
                'extension add '*) exit 0 ;;
            esac
            [ "$(($(wc -l < calls) - 1))" -gt {{refusals}} ] || exit 1
            while [ "$1" != --definition ]; do shift; done
            cp "$2" .
            """, Token);
        File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("sh", [RepositoryFiles.GetPath("infra/hooks/upload-dashboards.sh")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{folder}:{start.Environment["PATH"]}";
        start.Environment["AZURE_RESOURCE_GROUP"] = "rg-example";
        start.Environment["GRAFANA_NAME"] = "amg-example";
        start.Environment["PUBLIC_ADDRESS"] = "https://edgar.example.com";
        start.Environment["DASHBOARD_RETRY_SECONDS"] = "0";
        using var hook = Process.Start(start)!;
        var errors = hook.StandardError.ReadToEndAsync(Token);
        var output = await hook.StandardOutput.ReadToEndAsync(Token) + await errors;
        await hook.WaitForExitAsync(Token).InTimeAsync();
        return (hook.ExitCode, output, folder);
    }
}
