namespace EdgarApi.Contracts;

/// <summary>Values of <see cref="ApiHeaders.Cache"/>.</summary>
public static class CacheStates
{
    /// <summary>Prefix of the values of all cache hits.</summary>
    public const string Hit = "hit";

    /// <summary>The response was in the process's memory.</summary>
    public const string HitMemory = "hit-l1";

    /// <summary>The response was in Redis.</summary>
    public const string HitRedis = "hit-l2";

    /// <summary>The response was computed.</summary>
    public const string Miss = "miss";

    /// <summary>The response is outdated, because computing a new one failed.</summary>
    public const string Stale = "stale";
}
