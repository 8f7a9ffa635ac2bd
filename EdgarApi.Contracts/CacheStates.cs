namespace EdgarApi.Contracts;

/// <summary>Values of <see cref="ApiHeaders.Cache"/>.</summary>
public static class CacheStates
{
    /// <summary>What the values of all cache hits begin with.</summary>
    public const string Hit = "hit";

    /// <summary>The answer was in the process's memory.</summary>
    public const string HitMemory = "hit-l1";

    /// <summary>The answer was in Redis.</summary>
    public const string HitRedis = "hit-l2";

    /// <summary>The answer was computed.</summary>
    public const string Miss = "miss";

    /// <summary>The answer is older than it should be, because no newer one could be had.</summary>
    public const string Stale = "stale";
}
