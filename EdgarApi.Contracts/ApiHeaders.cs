namespace EdgarApi.Contracts;

/// <summary>Headers shared by the API and its clients.</summary>
public static class ApiHeaders
{
    /// <summary>Request header with the API key.</summary>
    public const string ApiKey = "X-Api-Key";

    /// <summary>Cache that served the response; a value of <see cref="CacheStates"/>.</summary>
    public const string Cache = "X-Cache";

    /// <summary>The caller's quotas.</summary>
    public const string RateLimitPolicy = "RateLimit-Policy";

    /// <summary>What remains of the quotas.</summary>
    public const string RateLimit = "RateLimit";

    /// <summary>End of degraded mode (ISO 8601); only while it is on.</summary>
    public const string DegradedUntil = "X-Degraded-Until";

    /// <summary>Version of the rules that computed the values of a response.</summary>
    public const string RulesVersion = "X-Rules-Version";

    /// <summary>Number of results on all pages of a list.</summary>
    public const string TotalCount = "X-Total-Count";

    /// <summary>Purpose of a request: <see cref="Prefetch"/> if no user waits for the response (Fetch Standard).</summary>
    public const string Purpose = "Sec-Purpose";

    /// <summary>Marks a request that fills a cache; it does not count as a caller's query.</summary>
    public const string Prefetch = "prefetch";
}
