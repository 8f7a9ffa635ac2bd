namespace EdgarApi.Caching;

/// <summary>A cached value and its origin.</summary>
internal sealed class CacheEntry<T>(T value, DateTimeOffset computedAt, DateTimeOffset inMemorySince, bool fromRedis) where T : class
{
    private int _firstUse = fromRedis ? 1 : 0;
    private volatile bool _refreshFailed;
    private long _inMemorySince = inMemorySince.UtcTicks;

    public T Value => value;

    public DateTimeOffset ComputedAt => computedAt;

    /// <summary>Time since which this process considers it valid.</summary>
    public DateTimeOffset InMemorySince
    {
        get => new(Interlocked.Read(ref _inMemorySince), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _inMemorySince, value.UtcTicks);
    }

    /// <summary>Whether refreshing it failed.</summary>
    public bool RefreshFailed
    {
        get => _refreshFailed;
        set => _refreshFailed = value;
    }

    /// <summary>True for the first caller of an entry that came from Redis.</summary>
    public bool TakeFirstUse() => _firstUse == 1 && Interlocked.Exchange(ref _firstUse, 0) == 1;
}
