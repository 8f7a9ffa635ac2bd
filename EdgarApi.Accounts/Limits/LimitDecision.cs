namespace EdgarApi.Accounts.Limits;

/// <summary>The limits that a request can run into.</summary>
public enum Limit
{
    /// <summary>Requests a minute, and at once.</summary>
    Minute = 1,

    /// <summary>Requests a UTC day.</summary>
    Day = 2,

    /// <summary>Requests under way at the same time.</summary>
    Concurrent = 3,
}

/// <summary>Whether a request may go on, and where its caller stands.</summary>
/// <param name="Plan">The caller's limits; null for a caller without any.</param>
/// <param name="Standing">The header field <c>RateLimit</c> (draft-ietf-httpapi-ratelimit-headers): what is left of the quotas; empty for a caller without any.</param>
/// <param name="Hit">The limit that was hit; null when the request may go on.</param>
/// <param name="RetryAfter">How long until it may come again.</param>
public readonly record struct LimitDecision(LimitPlan? Plan, string Standing, Limit? Hit = null, TimeSpan RetryAfter = default)
{
    /// <summary>Whether the request may go on.</summary>
    public bool IsAllowed => Hit is null;

    /// <summary>What a caller without limits gets.</summary>
    public static LimitDecision Unlimited => new(null, "");
}
