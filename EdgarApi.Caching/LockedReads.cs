using System.Collections.Concurrent;
using StackExchange.Redis;

namespace EdgarApi.Caching;

/// <summary>
/// Values that Redis had when this process acquired their locks. FusionCache reads a value again once it has the lock, because the previous
/// owner may have written it. Sending that read together with the lock saves a round trip.
/// </summary>
internal sealed class LockedReads
{
    private readonly ConcurrentDictionary<string, RedisValue> _values = new(StringComparer.Ordinal);

    public void Keep(string key, RedisValue value) => _values[key] = value;

    /// <summary>Each value serves one read.</summary>
    public bool TryTake(string key, out RedisValue value) => _values.TryRemove(key, out value);

    public void Forget(string key) => _values.TryRemove(key, out _);
}
