using EdgarApi.Caching.Redis;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Ingest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Caching.Facts;

/// <summary>
/// Caches snapshots of company facts in Redis for four hours: <c>e:{env}:facts:{cik}:{version}:{hash}</c>. Ingest writes new versions;
/// readers add what they had to fetch from a replica. Nothing fails while Redis is unavailable.
/// </summary>
internal sealed partial class SnapshotTier(
    IServiceProvider services, IOptions<CacheOptions> options, IOptions<FactsOptions> facts, ILogger<SnapshotTier> logger) : ISnapshotCache
{
    private readonly RedisPool? _redis = facts.Value.InRedis ? services.GetService<RedisPool>() : null;

    /// <summary>Reads the snapshot of a version; null if Redis does not have it.</summary>
    public async ValueTask<byte[]?> ReadAsync(Cik company, long version, string dataHash, CancellationToken cancellationToken)
    {
        if (FindDatabase() is not { } database) return null;
        try
        {
            return await database.StringGetAsync(GetKey(company, version, dataHash)).WaitAsync(
                options.Value.RedisTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            LogFailed(company, error.Message);
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(Cik company, long version, string dataHash, byte[] snapshot, CancellationToken cancellationToken)
    {
        if (FindDatabase() is not { } database) return;
        try
        {
            await database.StringSetAsync(GetKey(company, version, dataHash), snapshot, CacheKind.Facts.Duration)
                .WaitAsync(options.Value.RedisTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            LogFailed(company, error.Message);
        }
    }

    private IDatabase? FindDatabase() => _redis?.Next() is { IsConnected: true } connection ? connection.GetDatabase() : null;

    private string GetKey(Cik company, long version, string dataHash) =>
        CacheKey.Create(options.Value.Namespace, CacheKind.Facts, company, version, dataHash);

    [LoggerMessage(LogLevel.Warning, "Redis is unavailable for the facts of {Company}; using Postgres: {Reason}")]
    private partial void LogFailed(Cik company, string reason);
}
