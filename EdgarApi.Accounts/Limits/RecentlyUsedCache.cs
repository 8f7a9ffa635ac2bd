using System.Collections.Concurrent;

namespace EdgarApi.Accounts.Limits;

/// <summary>
/// A bounded cache of recently used entries with lock-free reads, for entries of limited size that every request looks up. It has two
/// generations: used entries move to the younger one, and the older one is dropped when the younger is full.
/// </summary>
/// <param name="capacity">Maximum number of entries.</param>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the entries.</typeparam>
public sealed class RecentlyUsedCache<TKey, TValue>(int capacity) where TKey : notnull where TValue : class
{
    private readonly Lock _aging = new();
    private volatile ConcurrentDictionary<TKey, TValue> _young = new();
    private volatile ConcurrentDictionary<TKey, TValue> _old = new();
    private int _count;

    /// <summary>Number of entries; an entry that moved to the younger generation counts twice.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>Finds an entry; null if it does not exist or was dropped.</summary>
    public TValue? Find(TKey key) =>
        _young.TryGetValue(key, out var value) ? value
        : _old.TryGetValue(key, out value) ? Add(key, value)
        : null;

    /// <summary>Adds an entry unless the key exists; returns the entry in the cache.</summary>
    public TValue Add(TKey key, TValue value)
    {
        var young = _young;
        if (!young.TryAdd(key, value)) return young.TryGetValue(key, out var other) ? other : value;
        if (Interlocked.Increment(ref _count) >= capacity / 2) Age(young);
        return value;
    }

    /// <summary>Replaces an entry.</summary>
    public void Replace(TKey key, TValue value)
    {
        if (!_young.ContainsKey(key)) Add(key, value);
        else _young[key] = value;
    }

    private void Age(ConcurrentDictionary<TKey, TValue> full)
    {
        lock (_aging)
        {
            if (_young != full) return;
            (_old, _young, _count) = (full, new(), 0);
        }
    }
}
