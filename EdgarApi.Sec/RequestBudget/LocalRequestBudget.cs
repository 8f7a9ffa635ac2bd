namespace EdgarApi.Sec.RequestBudget;

/// <summary>
/// A bucket of tokens in memory. A token comes back one window after its request was sent, so no window of that length ever sees more requests than
/// there are tokens. (A bucket that refills evenly lets twice as many through in the window after a quiet time.)
/// </summary>
/// <param name="tokens">Requests a window.</param>
/// <param name="window">Length of the window.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalRequestBudget(int tokens, TimeSpan window, TimeProvider time)
{
    private readonly Queue<DateTimeOffset> _starts = new();
    private readonly Lock _reserving = new();
    private DateTimeOffset _earliest = DateTimeOffset.MinValue;

    /// <summary>How long the caller must wait before it sends; when that is longer than it would, nothing is taken.</summary>
    public TimeSpan Reserve(TimeSpan maxWait)
    {
        lock (_reserving)
        {
            var now = time.GetUtcNow();
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

    /// <summary>No request starts for that long.</summary>
    public void Pause(TimeSpan length)
    {
        lock (_reserving)
        {
            var end = time.GetUtcNow() + length;
            if (end > _earliest) _earliest = end;
        }
    }
}
