using System.Diagnostics;

namespace EdgarApi.Tests.AppHost;

/// <summary>However the AppHost ends, nothing that it started remains, and the databases are shut down cleanly.</summary>
public sealed class AppHostEndingTests
{
    [Theory]
    [InlineData("TERM")] // ./run --stop
    [InlineData("INT")] // Ctrl+C
    [InlineData("HUP")] // a closed terminal
    [InlineData("KILL")]
    public async Task However_the_AppHost_ends_nothing_that_it_started_remains(string signal)
    {
        await using var appHost = AppHostProcess.Start(RunningSystem.DataFolder());
        await appHost.UntilAsync(() => Occurrences(appHost.Output, "ready to accept read-only connections") == 2);
        Assert.True(appHost.Family().Count > 3);

        await appHost.SignalAsync(signal);
        await appHost.WaitForExitAsync();

        // The orchestrator notices the death of a killed AppHost and stops the rest; if it did not, this would fail.
        await Waiting.UntilAsync(() => appHost.Family().Count == 0);
        Assert.Equal(signal == "KILL", appHost.ExitCode != 0);
        Assert.Equal("shut down", await ClusterStateAsync(appHost.Folder, "postgres-primary"));
        Assert.Equal("shut down in recovery", await ClusterStateAsync(appHost.Folder, "postgres-api"));
        Assert.Equal("shut down in recovery", await ClusterStateAsync(appHost.Folder, "postgres-analytics"));
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    /// <summary>Anything but "shut down" makes the next start recover from the write-ahead log.</summary>
    private static async Task<string> ClusterStateAsync(string folder, string node)
    {
        const string Command =
            "PATH=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1):$PATH; "
            + "LC_ALL=C pg_controldata -D \"$0\" | sed -n 's/^Database cluster state: *//p'";
        using var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", Command, Path.Combine(folder, node)]) { RedirectStandardOutput = true })!;
        var state = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).InTimeAsync("pg_controldata");
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync();
        return state.Trim();
    }
}
