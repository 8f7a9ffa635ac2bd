namespace EdgarApi.Caching;

/// <summary>Where a cached value came from.</summary>
public enum CacheResult
{
    /// <summary>It was computed.</summary>
    Miss,

    /// <summary>From this process's memory.</summary>
    HitMemory,

    /// <summary>From Redis.</summary>
    HitRedis,

    /// <summary>An old one, because no new one could be had.</summary>
    Stale,
}

/// <summary>A value with where it came from.</summary>
/// <param name="Value">The value; null when there is none.</param>
/// <param name="Result">Where it came from.</param>
/// <param name="ComputedAt">When it was computed.</param>
/// <param name="FreshUntil">Until when this process may serve it without asking the cache again.</param>
/// <param name="Key">What finds it in the cache.</param>
public readonly record struct Cached<T>(T? Value, CacheResult Result, DateTimeOffset ComputedAt, DateTimeOffset FreshUntil, string Key) where T : class;
