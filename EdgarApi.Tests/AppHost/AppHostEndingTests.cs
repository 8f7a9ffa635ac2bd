namespace EdgarApi.Tests.AppHost;

/// <summary>
/// However the AppHost ends, nothing that it started remains, and the databases are shut down cleanly. <see cref="AppHostLogTests"/> ends
/// a run as <c>./run --stop</c> does, with SIGTERM.
/// </summary>
public sealed class AppHostEndingTests
{
    [Theory]
    [InlineData("INT")] // Ctrl+C
    [InlineData("HUP")] // a closed terminal
    [InlineData("KILL")]
    public async Task However_the_AppHost_ends_nothing_that_it_started_remains(string signal)
    {
        await using var appHost = AppHostProcess.Start(RunningSystem.DataFolder());
        await appHost.AddressAsync("api"); // everything has started
        Assert.True(appHost.Family().Count > 5); // the AppHost, what leashes it, the orchestrator and the servers

        await appHost.SignalAsync(signal);

        // The orchestrator notices the death of a killed AppHost and stops the rest; if it did not, this would fail.
        await appHost.AssertCleanEndAsync();
        Assert.Equal(signal == "KILL" ? 128 + 9 : 0, appHost.ExitCode);
    }
}
