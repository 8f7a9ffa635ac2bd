namespace EdgarApi.Caching;

/// <summary>A value in the cache with what tells how it came to be there.</summary>
internal sealed class CacheEntry<T>(T value, DateTimeOffset computedAt, DateTimeOffset inMemorySince, bool fromRedis) where T : class
{
    private int firstUse = fromRedis ? 1 : 0;
    private volatile bool refreshFailed;
    private long since = inMemorySince.UtcTicks;

    public T Value => value;

    public DateTimeOffset ComputedAt => computedAt;

    /// <summary>Since when this process holds it as good.</summary>
    public DateTimeOffset InMemorySince
    {
        get => new(Interlocked.Read(ref since), TimeSpan.Zero);
        set => Interlocked.Exchange(ref since, value.UtcTicks);
    }

    /// <summary>Whether making it anew was tried and failed.</summary>
    public bool RefreshFailed
    {
        get => refreshFailed;
        set => refreshFailed = value;
    }

    /// <summary>True once for an entry that came from Redis: for the caller whom it was fetched for.</summary>
    public bool TakeFirstUse() => firstUse == 1 && Interlocked.Exchange(ref firstUse, 0) == 1;
}
