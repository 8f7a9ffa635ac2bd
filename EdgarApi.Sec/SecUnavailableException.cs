namespace EdgarApi.Sec;

/// <summary>The SEC is unavailable: it is unreachable, returns errors, or rejects requests.</summary>
public sealed class SecUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">Why the SEC is unavailable.</param>
    /// <param name="retryAfter">Time until requests may succeed again; null if only this address failed.</param>
    /// <param name="inner">The underlying exception, if any.</param>
    public SecUnavailableException(string reason, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(retryAfter is { } after ? $"{reason}; retry in {Math.Ceiling(after.TotalSeconds)} s" : reason, inner) =>
            RetryAfter = retryAfter;

    /// <summary>Time until requests to the SEC may succeed again; null if only one address failed.</summary>
    public TimeSpan? RetryAfter { get; }
}
