namespace EdgarApi.Tests.Faults.Table;

/// <summary>Faults of the service's own processes.</summary>
internal static class ProcessFaults
{
    private const string OneProcess = "the other process serves; reads in progress on this one are repeated";

    public static IReadOnlyList<Fault> All { get; } =
    [
        // The kernel's out-of-memory killer sends the same signal.
        new("a process of the API is killed, as when it is out of memory", OneProcess, system => system.KillAsync("api"))
        {
            AllowsRepeats = true,
            RecoveryLimit = TimeSpan.FromSeconds(30),
        },
        new("a process of the API hangs (SIGSTOP)", OneProcess, system => system.SignalAsync("api", "STOP"))
        {
            EndAsync = system => system.SignalAsync("api", "CONT"),
            AllowsRepeats = true,
        },
        new("a process of the API is stopped (SIGTERM)", "it drains; requests are unaffected", system => system.SignalAsync("api", "TERM"))
        {
            RecoveryLimit = TimeSpan.FromSeconds(30),
        },
        new("the Warmer is killed", "requests are unaffected", system => system.KillAsync("warmer"))
        {
            RecoveryLimit = TimeSpan.FromSeconds(30),
        },
        new("a second Warmer runs", "one of them works; requests are unaffected", system => system.StartSecondWarmerAsync())
        {
            EndAsync = system => system.StopSecondWarmerAsync(),
        },
    ];
}
