namespace EdgarApi.Caching;

/// <summary>The origin of a value.</summary>
public enum CacheResult
{
    /// <summary>It was computed.</summary>
    Miss,

    /// <summary>It was in this process's memory.</summary>
    HitMemory,

    /// <summary>It was in Redis.</summary>
    HitRedis,

    /// <summary>It is outdated, because computing a new one failed.</summary>
    Stale,
}

/// <summary>A value and its origin.</summary>
/// <param name="Value">The value; null if the computation returned null.</param>
/// <param name="Result">The origin.</param>
/// <param name="ComputedAt">Time of the computation.</param>
/// <param name="FreshUntil">Time until which this process may serve it without reading the cache again.</param>
/// <param name="Key">The key in the cache.</param>
public readonly record struct Cached<T>(T? Value, CacheResult Result, DateTimeOffset ComputedAt, DateTimeOffset FreshUntil, string Key)
    where T : class;
