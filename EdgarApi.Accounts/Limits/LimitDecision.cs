namespace EdgarApi.Accounts.Limits;

/// <summary>The limits that a request can exceed.</summary>
public enum Limit
{
    /// <summary>Requests per minute, including the burst.</summary>
    Minute = 1,

    /// <summary>Requests per UTC day.</summary>
    Day = 2,

    /// <summary>Concurrent requests.</summary>
    Concurrent = 3,
}

/// <summary>Whether a request is allowed, and the remaining quotas of its caller.</summary>
/// <param name="Plan">The caller's limits; null for unlimited callers.</param>
/// <param name="RateLimit">
/// Value of the <c>RateLimit</c> header (draft-ietf-httpapi-ratelimit-headers): the remaining quotas; empty for unlimited callers.
/// </param>
/// <param name="Hit">The exceeded limit; null if the request is allowed.</param>
/// <param name="RetryAfter">Time until the request can be repeated.</param>
public readonly record struct LimitDecision(LimitPlan? Plan, string RateLimit, Limit? Hit = null, TimeSpan RetryAfter = default)
{
    /// <summary>Whether the request is allowed.</summary>
    public bool IsAllowed => Hit is null;

    /// <summary>The decision for callers without limits.</summary>
    public static LimitDecision Unlimited => new(null, "");
}
