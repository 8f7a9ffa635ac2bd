using System.Collections.Concurrent;
using StackExchange.Redis;

namespace EdgarApi.Caching;

/// <summary>
/// What this process learned about keys in one round trip to Redis, for the steps in which FusionCache asks for it: it reads a value, locks
/// its key if the value is missing, and reads again, because the previous owner may have written it.
/// </summary>
internal sealed class LockedReads
{
    private readonly ConcurrentDictionary<string, RedisValue> _values = new(StringComparer.Ordinal);

    /// <summary>Keys that are about to be read and computed if missing; with the time of the lock if the read acquired it.</summary>
    private readonly ConcurrentDictionary<string, long?> _expected = new(StringComparer.Ordinal);

    /// <summary>Announces that a key is read and computed if it is missing.</summary>
    public void Expect(string key) => _expected.TryAdd(key, null);

    /// <summary>Whether the read of a key is to acquire its lock if the value is missing.</summary>
    public bool IsExpected(string key) => _expected.ContainsKey(key);

    /// <summary>Keeps a lock that was acquired with the read; false if the key is no longer expected.</summary>
    public bool TryKeepLock(string key, long acquiredAt) => _expected.TryUpdate(key, acquiredAt, null);

    /// <summary>Takes the lock that was acquired with the read. Nobody expects the key afterwards.</summary>
    public bool TryTakeLock(string key, out long acquiredAt)
    {
        _expected.TryRemove(key, out var lockedAt);
        acquiredAt = lockedAt.GetValueOrDefault();
        return lockedAt is not null;
    }

    /// <summary>Keeps the value that Redis had when the lock was acquired.</summary>
    public void Keep(string key, RedisValue value) => _values[key] = value;

    /// <summary>Each value serves one read.</summary>
    public bool TryTake(string key, out RedisValue value) => _values.TryRemove(key, out value);

    public void Forget(string key) => _values.TryRemove(key, out _);
}
