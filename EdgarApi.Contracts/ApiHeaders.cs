namespace EdgarApi.Contracts;

/// <summary>Headers of the API's own that its clients share with it.</summary>
public static class ApiHeaders
{
    /// <summary>The caller's key, in requests.</summary>
    public const string ApiKey = "X-Api-Key";

    /// <summary>Which cache answered; a value of <see cref="CacheStates"/>.</summary>
    public const string Cache = "X-Cache";

    /// <summary>The quotas of the caller.</summary>
    public const string RateLimitPolicy = "RateLimit-Policy";

    /// <summary>What is left of the quotas.</summary>
    public const string RateLimit = "RateLimit";

    /// <summary>The purpose of a request, which is <see cref="Prefetch"/> when nobody waits for the answer (Fetch Standard).</summary>
    public const string Purpose = "Sec-Purpose";

    /// <summary>The purpose of a request that fills a cache; it does not count as a caller's query.</summary>
    public const string Prefetch = "prefetch";
}
