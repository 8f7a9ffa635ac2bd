using System.Collections.Concurrent;
using StackExchange.Redis;

namespace EdgarApi.Caching;

/// <summary>
/// Values of keys as Redis had them when this process got their locks. Who gets a lock reads the value again, because its previous owner
/// may have written it; the read is sent together with the lock, which saves a round trip.
/// </summary>
internal sealed class LockedReads
{
    private readonly ConcurrentDictionary<string, RedisValue> _values = new(StringComparer.Ordinal);

    public void Keep(string key, RedisValue value) => _values[key] = value;

    /// <summary>Each value serves one read.</summary>
    public bool TryTake(string key, out RedisValue value) => _values.TryRemove(key, out value);

    public void Forget(string key) => _values.TryRemove(key, out _);
}
