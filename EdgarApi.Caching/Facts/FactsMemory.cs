using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using ZiggyCreatures.Caching.Fusion;

namespace EdgarApi.Caching.Facts;

/// <summary>
/// Decoded facts in this process's memory, weighed by their bytes. From 80 % of the limit on the coldest go, down to 70 %, so that the limit itself, at which
/// new ones would be turned away, is never met; every half hour what came in over an hour ago goes too.
/// </summary>
internal sealed class FactsMemory : IDisposable
{
    public const double ShedAbove = 0.8;
    public static readonly TimeSpan CleanUpInterval = TimeSpan.FromMinutes(30);

    private const double ShedTo = 0.7;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly MemoryCache memory;
    private readonly FusionCache cache;
    private readonly ITimer cleanUp;
    private readonly long limit;

    public FactsMemory(FactsOptions options, TimeProvider time)
    {
        limit = (long)options.CacheMegabytes << 20;
        memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = limit, TrackStatistics = true, Clock = new Clock(time) });
        cache = new FusionCache(new FusionCacheOptions { CacheName = "facts", DisableTagging = true }, memory);
        cleanUp = time.CreateTimer(_ => CleanUp(), null, CleanUpInterval, CleanUpInterval);
    }

    /// <summary>Bytes of facts.</summary>
    public long Size => memory.GetCurrentStatistics()!.CurrentEstimatedSize ?? 0;

    public int Count => memory.Count;

    /// <summary>One load for all who wait, and it belongs to none of them.</summary>
    public ValueTask<CompanyFacts?> GetOrLoadAsync(string key, Func<CancellationToken, Task<CompanyFacts?>> load) => cache.GetOrSetAsync<CompanyFacts?>(
        key,
        async (context, token) =>
        {
            var facts = await load(token).ConfigureAwait(false);
            context.Options.Size = facts?.SizeInBytes ?? 1;
            Shed();
            return facts;
        },
        options => options.SetDuration(Longest).SetSize(1),
        token: CancellationToken.None);

    /// <summary>Lets go of all that is held of the companies.</summary>
    public void Release(IReadOnlySet<Cik> companies)
    {
        foreach (var key in memory.Keys)
            if (key is string text && CacheKey.CompanyIn(text) is { } company && companies.Contains(company)) memory.Remove(key);
    }

    public void Dispose()
    {
        cleanUp.Dispose();
        cache.Dispose();
        memory.Dispose();
    }

    private void CleanUp()
    {
        // Removes what has expired, and that only.
        memory.Compact(0);
        Shed();
    }

    private void Shed()
    {
        if (Size <= limit * ShedAbove) return;
        // Compact counts entries where the limit counts bytes: some rounds of it come to the same.
        while (Size > limit * ShedTo && memory.Count > 0) memory.Compact(Math.Max(1.0 / memory.Count, 1 - (ShedTo * limit / Size)));
    }

    private sealed class Clock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
