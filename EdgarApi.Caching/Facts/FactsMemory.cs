using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using ZiggyCreatures.Caching.Fusion;

namespace EdgarApi.Caching.Facts;

/// <summary>
/// Decoded facts in memory, limited by size. Above 80 % of the limit, the least recently used facts are evicted down to 70 %. The limit
/// itself, at which new facts would be rejected, is therefore never reached. Every 30 minutes facts older than an hour are removed.
/// </summary>
internal sealed class FactsMemory : IDisposable
{
    public const double EvictAbove = 0.8;
    public static readonly TimeSpan CleanUpInterval = TimeSpan.FromMinutes(30);

    private const double EvictTo = 0.7;
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    private readonly MemoryCache _memory;
    private readonly FusionCache _cache;
    private readonly ITimer _cleanUp;
    private readonly long _limit;

    public FactsMemory(FactsOptions options, TimeProvider time)
    {
        _limit = (long)options.CacheMegabytes << 20;
        _memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = _limit, TrackStatistics = true, Clock = new Clock(time) });
        _cache = new FusionCache(new FusionCacheOptions { CacheName = "facts", DisableTagging = true }, _memory);
        _cleanUp = time.CreateTimer(_ => CleanUp(), null, CleanUpInterval, CleanUpInterval);
    }

    /// <summary>Bytes of the facts in memory.</summary>
    public long Size => _memory.GetCurrentStatistics()!.CurrentEstimatedSize ?? 0;

    public int Count => _memory.Count;

    /// <summary>Gets facts or loads them once for all waiting callers; no caller can cancel the load.</summary>
    public ValueTask<CompanyFacts?> GetOrLoadAsync(string key, Func<CancellationToken, Task<CompanyFacts?>> load) =>
        _cache.GetOrSetAsync<CompanyFacts?>(
            key,
            async (context, token) =>
            {
                var facts = await load(token).ConfigureAwait(false);
                context.Options.Size = facts?.SizeInBytes ?? 1;
                Evict();
                return facts;
            },
            options => options.SetDuration(MaxAge).SetSize(1),
            token: CancellationToken.None);

    /// <summary>Removes all facts of the companies.</summary>
    public void Release(IReadOnlySet<Cik> companies)
    {
        foreach (var key in _memory.Keys)
            if (key is string text && CacheKey.GetCompany(text) is { } company && companies.Contains(company)) _memory.Remove(key);
    }

    public void Dispose()
    {
        _cleanUp.Dispose();
        _cache.Dispose();
        _memory.Dispose();
    }

    private void CleanUp()
    {
        // Removes expired entries only.
        _memory.Compact(0);
        Evict();
    }

    private void Evict()
    {
        if (Size <= _limit * EvictAbove) return;
        // Compact counts entries, but the limit counts bytes, so it may take several rounds.
        while (Size > _limit * EvictTo && _memory.Count > 0) _memory.Compact(Math.Max(1.0 / _memory.Count, 1 - (EvictTo * _limit / Size)));
    }

    private sealed class Clock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
