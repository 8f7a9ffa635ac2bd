using System.Diagnostics;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Monitoring;

/// <summary>Runs the tools that come with Prometheus and Alertmanager.</summary>
internal static class MonitoringTool
{
    /// <summary>Runs a tool in <c>monitoring/</c>, fails unless it exits with 0, and returns its standard output.</summary>
    public static async Task<string> RunAsync(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = RepositoryFiles.GetPath(PrometheusRules.Folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync(tool);
        Assert.True(process.ExitCode == 0, $"{tool} {string.Join(' ', arguments)}:\n{await output}{await error}");
        return await output;
    }
}
