using System.Data;
using Dapper;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Accounts.Usage.Figures;

/// <summary>
/// Aggregates requests into <c>usage_daily</c>, which makes long ranges fast to read and outlives the individual requests. Each day is
/// aggregated incrementally, up to ten minutes ago. It is recomputed from its start if requests arrive later, for example from disk.
/// </summary>
internal sealed class UsageRollup(NpgsqlDataSource primary)
{
    /// <summary>
    /// Days with a partition and requests to aggregate, and whether to recompute them. Allows one minute for transactions in progress.
    /// </summary>
    private const string Due = """
        select days.day, exists (
            select from usage_batches b where b.first_request_at >= days.begins - interval '1 hour' and b.first_request_at < r.covered_until
                and b.written_at > r.rolled_at - interval '1 minute') as anew
        from (
            select to_date(right(c.relname, 8), 'YYYYMMDD') as day,
                to_date(right(c.relname, 8), 'YYYYMMDD')::timestamp at time zone 'UTC' as begins
            from pg_inherits p join pg_class c on c.oid = p.inhrelid where p.inhparent = 'api_usage'::regclass) days
        left join usage_rollups r on r.day = days.day
        where days.begins < @Until and (r.day is null or r.covered_until < least(days.begins + interval '1 day', @Until) or exists (
            select from usage_batches b where b.first_request_at >= days.begins - interval '1 hour' and b.first_request_at < r.covered_until
                and b.written_at > r.rolled_at - interval '1 minute'))
        order by 1
        """;

    private const string Add = $"""
        insert into usage_daily (day, organization_id, user_id, tier, endpoint, latency_bucket, requests, errors, duration_us,
            response_bytes, cacheable, cache_hits)
        select @Day, coalesce(u.organization_id, 0) as organization, coalesce(u.user_id, 0) as owner, coalesce(u.tier, '') as level,
            u.endpoint, {UsageReader.Sums}
        from api_usage u
        where u.request_timestamp >= coalesce((select covered_until from usage_rollups where day = @Day), @Begins)
            and u.request_timestamp < least(@Begins + interval '1 day', @Until)
        group by organization, owner, level, u.endpoint, latency_bucket
        on conflict (organization_id, user_id, day, tier, endpoint, latency_bucket) do update set
            requests = usage_daily.requests + excluded.requests, errors = usage_daily.errors + excluded.errors,
            duration_us = usage_daily.duration_us + excluded.duration_us,
            response_bytes = usage_daily.response_bytes + excluded.response_bytes, cacheable = usage_daily.cacheable + excluded.cacheable,
            cache_hits = usage_daily.cache_hits + excluded.cache_hits
        """;

    private const string Cover = """
        insert into usage_rollups (day, covered_until, rolled_at) values (@Day, least(@Begins + interval '1 day', @Until), now())
        on conflict (day) do update set covered_until = excluded.covered_until, rolled_at = excluded.rolled_at
        """;

    /// <summary>Aggregates the requests of all days before a time.</summary>
    public async Task RunAsync(DateTime until, CancellationToken cancellationToken)
    {
        var due = await primary.QueryAsync<(DateOnly Day, bool Restart)>(Due, new { Until = until }, cancellationToken, timeoutSeconds: 0)
            .ConfigureAwait(false);
        foreach (var (day, restart) in due)
            await RunAsync(day, restart, until, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the days whose requests are all aggregated.</summary>
    public async Task<IReadOnlySet<DateOnly>> ReadCompleteDaysAsync(CancellationToken cancellationToken)
    {
        const string Sql = "select day from usage_rollups where covered_until = (day + 1)::timestamp at time zone 'UTC'";
        return (await primary.QueryAsync<DateOnly>(Sql, null, cancellationToken).ConfigureAwait(false)).ToHashSet();
    }

    private async Task RunAsync(DateOnly day, bool restart, DateTime until, CancellationToken cancellationToken)
    {
        var transaction = await primary.BeginTransactionAsync(cancellationToken, IsolationLevel.RepeatableRead).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var parameters = new { Day = day, Begins = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), Until = until };
        if (restart)
        {
            await ExecuteAsync("delete from usage_daily where day = @Day").ConfigureAwait(false);
            await ExecuteAsync("delete from usage_rollups where day = @Day").ConfigureAwait(false);
        }

        await ExecuteAsync(Add).ConfigureAwait(false);
        await ExecuteAsync(Cover).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);

        Task<int> ExecuteAsync(string sql) => transaction.Connection.ExecuteAsync(
            new CommandDefinition(sql, parameters, commandTimeout: 0, cancellationToken: cancellationToken));
    }
}
