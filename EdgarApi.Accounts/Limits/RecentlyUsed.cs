using System.Collections.Concurrent;

namespace EdgarApi.Accounts.Limits;

/// <summary>
/// A bounded table that keeps what was used last, without a lock for what is found: two generations, of which the older is dropped when the younger is full, and
/// whose entries move to the younger when they are used.
/// </summary>
/// <param name="capacity">Entries at most.</param>
/// <typeparam name="TKey">What entries are found by.</typeparam>
/// <typeparam name="TValue">The entries.</typeparam>
public sealed class RecentlyUsed<TKey, TValue>(int capacity) where TKey : notnull where TValue : class
{
    private readonly Lock _aging = new();
    private volatile ConcurrentDictionary<TKey, TValue> _young = new();
    private volatile ConcurrentDictionary<TKey, TValue> _old = new();
    private int _count;

    /// <summary>Entries that it holds; one that was moved counts twice.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>The entry; null when there is none, or no longer.</summary>
    public TValue? Find(TKey key) =>
        _young.TryGetValue(key, out var value) ? value
        : _old.TryGetValue(key, out value) ? Add(key, value)
        : null;

    /// <summary>Adds an entry, unless there is one: the entry that there is then.</summary>
    public TValue Add(TKey key, TValue value)
    {
        var young = _young;
        if (!young.TryAdd(key, value)) return young.TryGetValue(key, out var other) ? other : value;
        if (Interlocked.Increment(ref _count) >= capacity / 2) Age(young);
        return value;
    }

    /// <summary>Puts an entry into the place of another.</summary>
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
