namespace EdgarApi.Accounts.Usage.Writing;

/// <summary>
/// Up to how many rows a second this process gives them to the primary as they come. A row costs the primary and its replicas as much as answering a hit
/// costs the API: when more come, which is a rush, they wait on disk and go to the primary after it.
/// </summary>
internal sealed class UsagePace(int rowsPerSecond, TimeProvider time)
{
    private static readonly TimeSpan RushLasts = TimeSpan.FromSeconds(1);

    private readonly Lock counting = new();
    private double allowance = rowsPerSecond;
    private long refilledAt = time.GetTimestamp();
    private long heldBackAt;
    private bool hasHeldBack;

    /// <summary>Whether rows were held back within the last second.</summary>
    public bool IsRush
    {
        get { lock (counting) return hasHeldBack && time.GetElapsedTime(heldBackAt) < RushLasts; }
    }

    /// <summary>
    /// Whether a batch may go to the primary now: a whole batch, so that one which a rush has filled waits like those after it. What is held back counts too, so
    /// that while more comes all of it waits.
    /// </summary>
    public bool TryTake(int rows)
    {
        lock (counting)
        {
            var now = time.GetTimestamp();
            allowance = Math.Min(rowsPerSecond, allowance + time.GetElapsedTime(refilledAt, now).TotalSeconds * rowsPerSecond);
            refilledAt = now;
            var isWithin = rows <= allowance;
            allowance = Math.Max(-rowsPerSecond, allowance - rows);
            if (!isWithin) (hasHeldBack, heldBackAt) = (true, now);
            return isWithin;
        }
    }
}
