using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using ZiggyCreatures.Caching.Fusion;

namespace EdgarApi.Caching.Facts;

/// <summary>Decoded facts in memory, limited by size. Every 30 minutes facts older than an hour are removed.</summary>
internal sealed class FactsMemory : IDisposable
{
    public static readonly TimeSpan CleanUpInterval = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    private readonly BoundedMemory _memory;
    private readonly FusionCache _cache;
    private readonly ITimer _cleanUp;

    public FactsMemory(FactsOptions options, TimeProvider time)
    {
        _memory = new BoundedMemory(options.CacheMegabytes, time);
        _cache = new FusionCache(new FusionCacheOptions { CacheName = "facts", DisableTagging = true }, _memory);
        _cleanUp = time.CreateTimer(_ => _memory.CleanUp(), null, CleanUpInterval, CleanUpInterval);
    }

    /// <summary>Bytes of the facts in memory.</summary>
    public long Size => _memory.Size;

    public int Count => _memory.Count;

    /// <summary>Gets facts or loads them once for all waiting callers; no caller can cancel the load.</summary>
    public ValueTask<CompanyFacts?> GetOrLoadAsync(string key, Func<CancellationToken, Task<CompanyFacts?>> load) =>
        _cache.GetOrSetAsync<CompanyFacts?>(
            key,
            async (context, token) =>
            {
                var facts = await load(token).ConfigureAwait(false);
                context.Options.Size = facts?.SizeInBytes ?? 1;
                return facts;
            },
            options => options.SetDuration(MaxAge).SetSize(1),
            token: CancellationToken.None);

    /// <summary>Removes all facts of the companies.</summary>
    public void Release(IReadOnlySet<Cik> companies) => _memory.Release(companies);

    public void Dispose()
    {
        _cleanUp.Dispose();
        _cache.Dispose();
        _memory.Dispose();
    }
}
