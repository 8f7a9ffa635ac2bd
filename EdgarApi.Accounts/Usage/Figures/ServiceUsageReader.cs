using EdgarApi.Contracts;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Accounts.Usage.Figures;

/// <summary>Reads the usage of the whole service: of all callers, for operators.</summary>
/// <param name="source">The primary, or a replica for analytics.</param>
public sealed class ServiceUsageReader(NpgsqlDataSource source)
{
    private const int TimeoutSeconds = 120;

    /// <summary>
    /// A target that was requested before within the period had been cached, so its miss means that the entry had left the caches.
    /// </summary>
    private const string MissesSql = $"""
        with asked as (
            select endpoint, cache_level,
                request_timestamp - lag(request_timestamp) over (partition by target order by request_timestamp) as gap
            from api_usage
            where target is not null and cache_level is not null and request_timestamp >= @From and request_timestamp < @To)
        select endpoint as "Endpoint", count(*) as "Requests", count(*) filter (where cache_level = '{CacheStates.Miss}') as "Misses",
            count(*) filter (where cache_level = '{CacheStates.Miss}' and gap is not null) as "Repeated",
            percentile_disc(0.9) within group (order by gap)
                filter (where cache_level = '{CacheStates.Miss}' and gap is not null) as "Gap"
        from asked group by endpoint order by count(*) desc
        """;

    /// <summary>Reads the usage by day and by endpoint.</summary>
    /// <param name="from">First UTC day.</param>
    /// <param name="to">Last UTC day.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<UsageReport> ReadAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        ReadAsync("d.endpoint", "u.endpoint", from, to, cancellationToken);

    /// <summary>Reads the usage by day and by tier: the report's endpoints are the names of tiers, empty for anonymous callers.</summary>
    /// <inheritdoc cref="ReadAsync(DateOnly, DateOnly, CancellationToken)"/>
    public Task<UsageReport> ReadByTierAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        ReadAsync("d.tier", "coalesce(u.tier, '')", from, to, cancellationToken);

    /// <summary>Reads how often targets were requested again after they had left the caches.</summary>
    /// <param name="from">The start of the period.</param>
    /// <param name="to">Its end.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<RepeatedMisses>> ReadMissesAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        source.QueryAsync<RepeatedMisses>(
            MissesSql, new { From = from.UtcDateTime, To = to.UtcDateTime }, cancellationToken, TimeoutSeconds);

    private async Task<UsageReport> ReadAsync(
        string rolledKey, string singleKey, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        DataSourceExtensions.ConfigureMapping();
        var sql = UsageReader.CreateSql("true", "true", rolledKey, singleKey);
        return new UsageReport(
            await source.QueryAsync<UsageSum>(sql, new { From = from, To = to }, cancellationToken, TimeoutSeconds).ConfigureAwait(false));
    }
}

/// <summary>The cacheable requests of an endpoint.</summary>
public sealed record RepeatedMisses
{
    /// <summary>Method and route template.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Cacheable requests.</summary>
    public long Requests { get; init; }

    /// <summary>Those that were computed.</summary>
    public long Misses { get; init; }

    /// <summary>Misses of a target that was requested before within the period.</summary>
    public long Repeated { get; init; }

    /// <summary>90 % of the repeated misses came within this time after the request before; null without any.</summary>
    public TimeSpan? Gap { get; init; }
}
