using EdgarApi.Accounts;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Caching;
using EdgarApi.Contracts;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Companies;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>The cache of serialized responses, keyed by the meaning of the request and the data version.</summary>
internal sealed class AnswerCache(
    TieredCache<FinishedAnswer> cache, Admission admission, ComputeLimit limit, IOptions<CacheOptions> options) : IVersionListener
{
    /// <summary>Gets a response from the cache or computes it. Null results are not cached.</summary>
    /// <returns>The response; null if the process is overloaded and rejects the request.</returns>
    public async ValueTask<Cached<FinishedAnswer>?> GetAsync(
        CacheKind kind, DataIdentity data, EntityTag tag, Tier? tier, Func<CancellationToken, ValueTask<FinishedAnswer?>> compute,
        CancellationToken cancellationToken)
    {
        var key = CreateKey(kind, data, tag);
        if (cache.IsInMemory(key)) return await GetAsync(key, kind, tier, compute, cancellationToken);
        if (!admission.TryEnter(key, tier))
        {
            await Task.Delay(admission.HoldRejection(), cancellationToken);
            return null;
        }

        var began = await admission.WaitForThreadAsync();
        try
        {
            return await GetAsync(key, kind, tier, compute, cancellationToken);
        }
        finally
        {
            admission.Leave(key, began);
        }
    }

    /// <summary>Finds a cached response, which may be stale. The value is null if nothing is cached.</summary>
    public ValueTask<Cached<FinishedAnswer>> FindAsync(
        CacheKind kind, DataIdentity data, EntityTag tag, CancellationToken cancellationToken) =>
        cache.FindAsync(CreateKey(kind, data, tag), kind, cancellationToken);

    private string CreateKey(CacheKind kind, DataIdentity data, EntityTag tag) => data.Company is { } company
        ? CacheKey.Create(options.Value.Namespace, kind, company.Cik, company.Version, tag.Hash)
        : CacheKey.Create(options.Value.Namespace, kind, tag.Hash);

    private async ValueTask<Cached<FinishedAnswer>> GetAsync(
        string key, CacheKind kind, Tier? tier, Func<CancellationToken, ValueTask<FinishedAnswer?>> compute,
        CancellationToken cancellationToken)
    {
        return await cache.GetAsync(key, kind, token => limit.RunAsync(tier, compute, token), cancellationToken);
    }

    public void Changed(IReadOnlySet<Cik> companies) => cache.Release(companies);
}

/// <summary>The <c>X-Cache</c> header.</summary>
internal static class XCache
{
    public const string Header = ApiHeaders.Cache;

    public static readonly StringValues HitMemory = CacheStates.HitMemory;
    private static readonly StringValues HitRedis = CacheStates.HitRedis;
    private static readonly StringValues Miss = CacheStates.Miss;
    private static readonly StringValues Stale = CacheStates.Stale;

    public static StringValues From(CacheResult result) => result switch
    {
        CacheResult.HitMemory => HitMemory,
        CacheResult.HitRedis => HitRedis,
        CacheResult.Stale => Stale,
        _ => Miss,
    };
}
