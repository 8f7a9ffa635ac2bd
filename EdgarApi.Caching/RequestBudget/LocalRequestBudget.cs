namespace EdgarApi.Caching.RequestBudget;

/// <summary>
/// A token bucket in memory. A token returns one window after its request was sent, so that no window of that length contains more requests
/// than tokens. (A bucket that refills evenly allows twice as many in the window after an idle time.)
/// </summary>
/// <param name="tokens">Requests per window.</param>
/// <param name="window">Length of the window.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalRequestBudget(int tokens, TimeSpan window, TimeProvider time)
{
    private readonly Queue<TimeSpan> _starts = new();
    private readonly Lock _reserving = new();
    private readonly long _origin = time.GetTimestamp();
    private TimeSpan _earliest = TimeSpan.MinValue;

    /// <summary>Time since the start. If the time of day were used and set back, every request would wait until it caught up.</summary>
    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>
    /// Takes a token and returns how long to wait before sending. Takes nothing if the wait exceeds <paramref name="maxWait"/>.
    /// </summary>
    public TimeSpan Reserve(TimeSpan maxWait)
    {
        lock (_reserving)
        {
            var now = Now;
            var start = now > _earliest ? now : _earliest;
            if (_starts.Count == tokens && _starts.Peek() + window is var back && back > start) start = back;
            var wait = start - now;
            if (wait > maxWait) return wait;
            if (_starts.Count == tokens) _starts.Dequeue();
            _starts.Enqueue(start);
            _earliest = start;
            return wait;
        }
    }

    /// <summary>Delays further requests by a time.</summary>
    public void Pause(TimeSpan length)
    {
        lock (_reserving)
        {
            var end = Now + length;
            if (end > _earliest) _earliest = end;
        }
    }
}
