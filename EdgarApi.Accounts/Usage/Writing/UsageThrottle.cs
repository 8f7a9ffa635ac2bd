namespace EdgarApi.Accounts.Usage.Writing;

/// <summary>
/// Limits the rows per second that this process writes to the primary. A row costs the primary and its replicas as much as a cached
/// response costs the API. Above the limit rows wait on disk and are written once the load falls.
/// </summary>
internal sealed class UsageThrottle(int rowsPerSecond, TimeProvider time)
{
    private static readonly TimeSpan ThrottleWindow = TimeSpan.FromSeconds(1);

    private readonly Lock _counting = new();
    private double _allowance = rowsPerSecond;
    private long _refilledAt = time.GetTimestamp();
    private long _throttledAt;
    private bool _hasThrottled;

    /// <summary>Whether rows were throttled within the last second.</summary>
    public bool IsThrottling
    {
        get { lock (_counting) return _hasThrottled && time.GetElapsedTime(_throttledAt) < ThrottleWindow; }
    }

    /// <summary>
    /// Whether a batch may go to the primary now. Batches are never split. Throttled rows count too, so that all batches wait as long as
    /// the rate stays above the limit.
    /// </summary>
    public bool TryAcquire(int rows)
    {
        lock (_counting)
        {
            var now = time.GetTimestamp();
            _allowance = Math.Min(rowsPerSecond, _allowance + time.GetElapsedTime(_refilledAt, now).TotalSeconds * rowsPerSecond);
            _refilledAt = now;
            var isWithin = rows <= _allowance;
            _allowance = Math.Max(-rowsPerSecond, _allowance - rows);
            if (!isWithin) (_hasThrottled, _throttledAt) = (true, now);
            return isWithin;
        }
    }
}
