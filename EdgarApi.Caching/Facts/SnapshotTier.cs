using EdgarApi.Caching.Redis;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Ingest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Caching.Facts;

/// <summary>
/// Snapshots of company facts in Redis, beside the replicas: <c>e:{env}:facts:{cik}:{version}:{hash}</c>, for four hours. Ingest writes them through; readers
/// put back what they had to fetch. Redis only saves work here, so while it is away nothing fails.
/// </summary>
internal sealed partial class SnapshotTier(
    IServiceProvider services, IOptions<CacheOptions> options, IOptions<FactsOptions> facts, ILogger<SnapshotTier> logger) : ISnapshotCache
{
    private readonly RedisPool? redis = facts.Value.InRedis ? services.GetService<RedisPool>() : null;

    /// <summary>The snapshot of one version; null when Redis does not have it.</summary>
    public async ValueTask<byte[]?> ReadAsync(Cik company, long version, string dataHash, CancellationToken cancellationToken)
    {
        if (Connected() is not { } database) return null;
        try
        {
            return await database.StringGetAsync(GetKey(company, version, dataHash)).WaitAsync(options.Value.RedisTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            LogPassedOver(company, error.Message);
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(Cik company, long version, string dataHash, byte[] snapshot, CancellationToken cancellationToken)
    {
        if (Connected() is not { } database) return;
        try
        {
            await database.StringSetAsync(GetKey(company, version, dataHash), snapshot, CacheKind.Facts.Duration)
                .WaitAsync(options.Value.RedisTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            LogPassedOver(company, error.Message);
        }
    }

    private IDatabase? Connected() => redis?.Next() is { IsConnected: true } connection ? connection.GetDatabase() : null;

    private string GetKey(Cik company, long version, string dataHash) => CacheKey.Create(options.Value.Namespace, CacheKind.Facts, company, version, dataHash);

    [LoggerMessage(LogLevel.Warning, "Redis is passed over for the facts of {Company}: {Reason}")]
    private partial void LogPassedOver(Cik company, string reason);
}
