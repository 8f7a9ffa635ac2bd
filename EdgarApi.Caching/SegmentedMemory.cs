using EdgarApi.Financials.Companies;
using Microsoft.Extensions.Caching.Memory;

namespace EdgarApi.Caching;

/// <summary>
/// Memory of a cache in two segments; both evict their least recently used entries. An entry of low priority is new: it is on probation, in
/// 2 % of the memory (up to 4 MiB if that is more), until it is read; then it moves to the rest. Any number of entries that are read once
/// therefore take no more, and do not evict those that are read often (segmented LRU; Karedla, Love and Wherry, 1994). So little is enough
/// because Redis keeps the values for longer.
/// </summary>
internal sealed class SegmentedMemory : IMemoryCache
{
    /// <summary>The part of a large memory for entries on probation.</summary>
    private const int ProbationPart = 50;

    /// <summary>The part of a small memory for entries on probation, up to <see cref="EnoughForSmall"/>.</summary>
    private const int ProbationPartOfSmall = 10;

    /// <summary>Some hundred responses.</summary>
    private const long EnoughForSmall = 4 << 20;

    /// <summary>Larger entries, as a part of the memory for those on probation, skip it: too few would fit.</summary>
    private const int LargestPart = 10;

    private readonly BoundedMemory _probation;
    private readonly BoundedMemory _proven;
    private readonly long _largestOnProbation;
    private readonly TimeProvider _time;

    /// <summary>Creates an empty memory.</summary>
    /// <param name="megabytes">The limit in MiB.</param>
    /// <param name="time">The clock of expirations.</param>
    public SegmentedMemory(int megabytes, TimeProvider time)
    {
        var limit = (long)megabytes << 20;
        var probation = GetProbation(limit);
        _largestOnProbation = probation / LargestPart;
        _time = time;
        _probation = BoundedMemory.OfBytes(probation, time);
        _proven = BoundedMemory.OfBytes(limit - probation, time);
    }

    /// <summary>The bytes for entries on probation, of those for all.</summary>
    internal static long GetProbation(long limit) =>
        Math.Max(limit / ProbationPart, Math.Min(limit / ProbationPartOfSmall, EnoughForSmall));

    /// <summary>Bytes of all entries.</summary>
    public long Size => _probation.Size + _proven.Size;

    /// <inheritdoc/>
    public bool TryGetValue(object key, out object? value)
    {
        if (_proven.TryGetValue(key, out value)) return true;
        if (!_probation.TryGetValue(key, out var found)) return false;
        var entry = (Entry)found!;
        value = entry.Value;
        entry.Priority = CacheItemPriority.Normal;
        _proven.Set(key, value, entry);
        entry.HasMoved = true;
        _probation.Remove(key);
        // It was removed after it was found.
        if (entry.IsRemoved) _proven.Remove(key);
        return true;
    }

    /// <summary>Whether there is an entry. This does not count as a use of it.</summary>
    public bool Contains(object key) => _proven.TryGetValue(key, out _) || _probation.TryGetValue(key, out _);

    /// <inheritdoc/>
    public ICacheEntry CreateEntry(object key) => new Entry(this, key);

    /// <inheritdoc/>
    public void Remove(object key)
    {
        if (_probation.TryGetValue(key, out var found)) ((Entry)found!).IsRemoved = true;
        _probation.Remove(key);
        _proven.Remove(key);
    }

    /// <summary>Removes all entries of the companies; their keys are those of <see cref="CacheKey"/>.</summary>
    public void Release(IReadOnlySet<Cik> companies)
    {
        _probation.Release(companies);
        _proven.Release(companies);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _probation.Dispose();
        _proven.Dispose();
    }

    private void Add(Entry entry)
    {
        if (entry.Priority == CacheItemPriority.Low && entry.Size <= _largestOnProbation && !_proven.TryGetValue(entry.Key, out _))
        {
            _probation.Set(entry.Key, entry, entry.GetProbationOptions());
            return;
        }

        entry.Priority = CacheItemPriority.Normal;
        _proven.Set(entry.Key, entry.Value, entry);
        _probation.Remove(entry.Key);
    }

    /// <summary>An entry with its options, which move with it. As for any <see cref="ICacheEntry"/>, disposing it adds it.</summary>
    private sealed class Entry(SegmentedMemory memory, object key) : MemoryCacheEntryOptions, ICacheEntry
    {
        private volatile bool _hasMoved;
        private volatile bool _isRemoved;

        public object Key => key;

        public object? Value { get; set; }

        /// <summary>Whether it has left probation because it was read.</summary>
        public bool HasMoved
        {
            get => _hasMoved;
            set => _hasMoved = value;
        }

        /// <summary>Tells a reader that is moving the entry not to bring it back.</summary>
        public bool IsRemoved
        {
            get => _isRemoved;
            set => _isRemoved = value;
        }

        public void Dispose()
        {
            // Moving must not extend its life.
            if (AbsoluteExpirationRelativeToNow is { } lifetime)
                (AbsoluteExpiration, AbsoluteExpirationRelativeToNow) = (memory._time.GetUtcNow() + lifetime, null);
            memory.Add(this);
        }

        /// <summary>The options on probation: for callbacks, moving is no eviction.</summary>
        public MemoryCacheEntryOptions GetProbationOptions()
        {
            var options = new MemoryCacheEntryOptions
            {
                AbsoluteExpiration = AbsoluteExpiration, SlidingExpiration = SlidingExpiration, Priority = Priority, Size = Size,
            };
            foreach (var token in ExpirationTokens) options.AddExpirationToken(token);
            foreach (var callback in PostEvictionCallbacks)
            {
                options.RegisterPostEvictionCallback((_, _, reason, state) =>
                {
                    if (!HasMoved) callback.EvictionCallback?.Invoke(Key, Value, reason, state);
                }, callback.State);
            }

            return options;
        }
    }
}
