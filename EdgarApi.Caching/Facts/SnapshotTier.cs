using EdgarApi.Caching.Redis;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Ingest;
using Microsoft.Extensions.Options;

namespace EdgarApi.Caching.Facts;

/// <summary>
/// Caches snapshots of company facts in Redis for four hours: <c>e:{env}:facts:{cik}:{version}:{hash}</c>. Ingest writes new versions;
/// readers add what they had to fetch from a replica. Nothing fails while Redis is unavailable. Snapshots are signed.
/// </summary>
internal sealed class SnapshotTier(
    RedisGateway redis, ValueSigner signer, IOptions<CacheOptions> options, IOptions<FactsOptions> facts) : ISnapshotCache
{
    private bool IsEnabled => facts.Value.InRedis;

    /// <summary>Reads the snapshot of a version; null if Redis does not have it.</summary>
    public async ValueTask<byte[]?> ReadAsync(Cik company, long version, string dataHash, CancellationToken cancellationToken)
    {
        if (!IsEnabled) return null;
        var key = GetKey(company, version, dataHash);
        return signer.Verify(
            key, await redis.RunAsync(database => database.StringGetAsync(key), cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(Cik company, long version, string dataHash, byte[] snapshot, CancellationToken cancellationToken)
    {
        if (!IsEnabled) return;
        var key = GetKey(company, version, dataHash);
        var signed = signer.Sign(key, snapshot);
        await redis.TryRunAsync(database => database.StringSetAsync(key, signed, CacheKind.Facts.Duration), cancellationToken)
            .ConfigureAwait(false);
    }

    private string GetKey(Cik company, long version, string dataHash) =>
        CacheKey.Create(options.Value.Namespace, CacheKind.Facts, company, version, dataHash);
}
