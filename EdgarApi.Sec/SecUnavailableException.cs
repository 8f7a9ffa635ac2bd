namespace EdgarApi.Sec;

/// <summary>The SEC cannot be asked now: it is not reachable, answers with errors, or refuses until later.</summary>
public sealed class SecUnavailableException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="reason">Why, in words.</param>
    /// <param name="retryAfter">When to ask again; null when only this one address failed.</param>
    /// <param name="inner">The error below, if any.</param>
    public SecUnavailableException(string reason, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(retryAfter is { } after ? $"{reason}; ask again in {Math.Ceiling(after.TotalSeconds)} s" : reason, inner) => RetryAfter = retryAfter;

    /// <summary>How long no address of the SEC's will answer; null when only this one failed.</summary>
    public TimeSpan? RetryAfter { get; }
}
