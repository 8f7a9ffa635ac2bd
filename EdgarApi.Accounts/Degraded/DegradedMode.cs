namespace EdgarApi.Accounts.Degraded;

/// <summary>
/// Degraded mode as this process knows it: the API serves what is in caches and computes nothing, the Warmer neither warms nor polls.
/// An operator turns it on for a time, after which it ends by itself.
/// </summary>
public sealed class DegradedMode(TimeProvider time)
{
    private readonly Lock _gate = new();
    private volatile DegradedPeriod? _period;
    private long _revision;

    /// <summary>The current period; null if the mode is off.</summary>
    public DegradedPeriod? Current => _period is { } period && time.GetUtcNow().UtcDateTime < period.EndsAt ? period : null;

    /// <summary>Number of changes that the process knows.</summary>
    internal long Revision
    {
        get { lock (_gate) return _revision; }
    }

    /// <summary>Takes over the state that was read or written.</summary>
    /// <param name="row">The state.</param>
    /// <param name="known">
    /// <see cref="Revision"/> before the read: a state that is older than the known one counts only if it comes from the primary, after a
    /// restore for example, and no change was made here meanwhile.
    /// </param>
    internal void Apply(DegradedRow row, long known)
    {
        lock (_gate)
        {
            var isOlder = row.Revision < _revision;
            if (isOlder && (!row.IsFromPrimary || known != _revision)) return;
            (_revision, _period) = (row.Revision, row.ToPeriod());
        }
    }
}
