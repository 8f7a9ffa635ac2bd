namespace EdgarApi.AppHost.Supervision;

/// <summary>What a change of a process' state means.</summary>
internal enum ProcessEvent
{
    None,

    /// <summary>It ended although nobody stopped it.</summary>
    Died,

    /// <summary>It failed on its first start.</summary>
    DiedBeforeHealthy,
}

/// <summary>One process, as the orchestrator reports it.</summary>
internal sealed class SupervisedProcess(TimeProvider time)
{
    /// <summary>A process that ran for this long counts as recovered, and its next restart is immediate again.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private string? _state;
    private bool _wasHealthy;
    private DateTimeOffset _started;
    private TimeSpan _delay = FirstDelay;

    /// <summary>Takes note of a reported state. The orchestrator repeats reports, so only a change of state counts.</summary>
    /// <param name="state">One of <see cref="KnownResourceStates"/>.</param>
    /// <param name="isHealthy">Whether the health checks pass.</param>
    /// <param name="exitCode">The exit code of a process that has ended.</param>
    public ProcessEvent Observe(string? state, bool isHealthy, int? exitCode)
    {
        if (isHealthy && state == KnownResourceStates.Running) _wasHealthy = true;
        var previous = _state;
        if (previous == state) return ProcessEvent.None;
        _state = state;
        if (state == KnownResourceStates.Running) _started = time.GetUtcNow();

        // A process that an operator stops is "Stopping" before it ends.
        var died = state == KnownResourceStates.FailedToStart
            || (state == KnownResourceStates.Finished && previous != KnownResourceStates.Stopping);
        if (!died) return ProcessEvent.None;
        return _wasHealthy || WasKilled(exitCode) ? ProcessEvent.Died : ProcessEvent.DiedBeforeHealthy;
    }

    /// <summary>How long to wait before the next start: 1 s, doubling up to 30 s; 1 s again after a minute of running.</summary>
    public TimeSpan NextDelay()
    {
        if (time.GetUtcNow() - _started >= Recovery) _delay = FirstDelay;
        var delay = _delay;
        _delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        return delay;
    }

    /// <summary>Shells report 128 plus the signal; the orchestrator reports a negative code for a process that a signal ended.</summary>
    private static bool WasKilled(int? exitCode) => exitCode is < 0 or > 128;
}
