using EdgarApi.Caching.Redis;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Ingest;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Caching.Facts;

/// <summary>
/// Caches snapshots of company facts in Redis for four hours: <c>e:{env}:facts:{cik}:{version}:{hash}</c>. Ingest writes new versions;
/// readers add what they had to fetch from a replica. Nothing fails while Redis is unavailable.
/// </summary>
internal sealed class SnapshotTier(RedisGateway redis, IOptions<CacheOptions> options, IOptions<FactsOptions> facts) : ISnapshotCache
{
    private bool IsEnabled => facts.Value.InRedis;

    /// <summary>Reads the snapshot of a version; null if Redis does not have it.</summary>
    public async ValueTask<byte[]?> ReadAsync(Cik company, long version, string dataHash, CancellationToken cancellationToken) => IsEnabled
        ? await redis.RunAsync(database => database.StringGetAsync(GetKey(company, version, dataHash)), cancellationToken)
            .ConfigureAwait(false)
        : (byte[]?)null;

    /// <inheritdoc />
    public async ValueTask WriteAsync(Cik company, long version, string dataHash, byte[] snapshot, CancellationToken cancellationToken)
    {
        if (!IsEnabled) return;
        await redis.TryRunAsync(
            database => database.StringSetAsync(GetKey(company, version, dataHash), snapshot, CacheKind.Facts.Duration), cancellationToken)
            .ConfigureAwait(false);
    }

    private RedisKey GetKey(Cik company, long version, string dataHash) =>
        CacheKey.Create(options.Value.Namespace, CacheKind.Facts, company, version, dataHash);
}
