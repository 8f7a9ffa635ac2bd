using EdgarApi.Tests.Faults.Running;

namespace EdgarApi.Tests.Faults.Table;

/// <summary>A row of the fault table: what fails, and what callers are promised meanwhile.</summary>
/// <param name="Name">What fails.</param>
/// <param name="Promise">What holds during the fault.</param>
/// <param name="CauseAsync">Causes the fault.</param>
internal sealed record Fault(string Name, string Promise, Func<FaultySystem, Task> CauseAsync)
{
    /// <summary>The system that the fault needs.</summary>
    public SystemKind System { get; init; } = SystemKind.Stores;

    /// <summary>Ends the fault; null if the system recovers by itself.</summary>
    public Func<FaultySystem, Task>? EndAsync { get; init; }

    /// <summary>How long the fault lasts, or how long the load goes on without recovery if it ends by itself.</summary>
    public TimeSpan Lasts { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time from the end of the fault (its cause, if it ends by itself) until everything works as before.</summary>
    public TimeSpan RecoveryLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Whether callers may have to repeat a request whose connection broke or that got no response within half a second, as clients do that
    /// hedge their reads. Only if a process of the API itself fails.
    /// </summary>
    public bool AllowsRepeats { get; init; }

    /// <summary>Whether every request must be recorded in the end.</summary>
    public bool CountsUsage { get; init; }

    /// <summary>Further requirements, checked after the recovery. Returns what is broken.</summary>
    public Func<FaultySystem, Task<IReadOnlyList<string>>>? FindBrokenAsync { get; init; }

    /// <summary>Whether everything works as before; by default, whether all processes are healthy.</summary>
    public Func<FaultySystem, Task<bool>> HasRecoveredAsync { get; init; } = system => system.IsHealthyAsync();

    /// <summary>Repairs what the fault has left, after the measurement.</summary>
    public Func<FaultySystem, Task>? RepairAsync { get; init; }
}

/// <summary>The systems on which faults are caused.</summary>
internal enum SystemKind
{
    /// <summary>103 companies from bulk files, with caches so small that requests need the stores.</summary>
    Stores,

    /// <summary>The same companies, with the usual caches.</summary>
    Cold,

    /// <summary>Live mode with a simulated SEC.</summary>
    Live,

    /// <summary>The bundled sample, with the same small caches; starts quickly.</summary>
    Sample,
}
