using System.Runtime.CompilerServices;
using EdgarApi.Financials.Companies;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace EdgarApi.Caching;

/// <summary>
/// Memory of a cache, limited by bytes. When an entry is added above 80 % of the limit, the least recently used entries are evicted down to
/// 70 %. The limit itself, at which new entries would be rejected, is therefore never reached.
/// </summary>
public sealed class BoundedMemory : IMemoryCache
{
    internal const double EvictAbove = 0.8;

    private const double EvictTo = 0.7;

    private readonly MemoryCache _memory;
    private readonly long _limit;
    private int _isEvicting;

    /// <summary>Creates an empty memory.</summary>
    /// <param name="megabytes">The limit in MiB; 0 keeps nothing.</param>
    /// <param name="time">The clock of expirations; null for the system's.</param>
    public BoundedMemory(int megabytes, TimeProvider? time = null)
        : this((long)megabytes << 20, time)
    {
    }

    private BoundedMemory(long limit, TimeProvider? time)
    {
        _limit = limit;
        _memory = new MemoryCache(new MemoryCacheOptions
        {
            SizeLimit = _limit, TrackStatistics = true, Clock = time is null ? null : new Clock(time),
        });
    }

    /// <summary>Creates an empty memory with a limit in bytes.</summary>
    internal static BoundedMemory OfBytes(long limit, TimeProvider time) => new(limit, time);

    /// <summary>Bytes of all entries.</summary>
    public long Size => _memory.GetCurrentStatistics()!.CurrentEstimatedSize ?? 0;

    /// <summary>Number of entries.</summary>
    public int Count => _memory.Count;

    /// <inheritdoc/>
    public bool TryGetValue(object key, out object? value) => _memory.TryGetValue(key, out value);

    /// <summary>Finds an entry by a part of a text without allocating a string.</summary>
    [OverloadResolutionPriority(1)]
    public bool TryGetValue(ReadOnlySpan<char> key, out object? value) => _memory.TryGetValue(key, out value);

    /// <summary>Gets all values. This counts as a use of each entry.</summary>
    public IEnumerable<object> GetAll()
    {
        foreach (var key in _memory.Keys)
            if (_memory.TryGetValue(key, out var value) && value is not null) yield return value;
    }

    /// <inheritdoc/>
    public ICacheEntry CreateEntry(object key)
    {
        EvictIfFull();
        return _memory.CreateEntry(key);
    }

    /// <inheritdoc/>
    public void Remove(object key) => _memory.Remove(key);

    /// <summary>Removes all entries.</summary>
    public void Clear() => _memory.Clear();

    /// <summary>Removes all entries of the companies; their keys are those of <see cref="CacheKey"/>.</summary>
    public void Release(IReadOnlySet<Cik> companies)
    {
        foreach (var key in _memory.Keys)
            if (key is string text && CacheKey.GetCompany(text) is { } company && companies.Contains(company)) _memory.Remove(key);
    }

    /// <summary>Removes expired entries, and more if they take too much memory.</summary>
    public void CleanUp()
    {
        // Removes expired entries only.
        _memory.Compact(0);
        EvictIfFull();
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    /// <summary>One thread evicts; the others add their entries meanwhile.</summary>
    private void EvictIfFull()
    {
        if (Size <= _limit * EvictAbove || Interlocked.Exchange(ref _isEvicting, 1) == 1) return;
        try
        {
            // Compact counts entries, but the limit counts bytes, so it may take several rounds.
            while (Size is var size && size > _limit * EvictTo)
                if (!EvictPart(1 - (EvictTo * _limit / size))) break;
        }
        finally
        {
            Volatile.Write(ref _isEvicting, 0);
        }
    }

    /// <summary>Evicts a part of the entries, at least one. Returns false if none could be evicted.</summary>
    private bool EvictPart(double part)
    {
        var count = _memory.Count;
        if (count == 0) return false;
        // Compact rounds the number of entries down, and 49 × (1.0 / 49), for example, is less than 1.
        _memory.Compact(Math.Max(part, Math.Min(1.5 / count, 1)));
        return _memory.Count < count;
    }

    private sealed class Clock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
