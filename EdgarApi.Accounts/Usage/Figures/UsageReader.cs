using System.Globalization;
using Dapper;
using EdgarApi.Contracts;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Accounts.Usage.Figures;

/// <summary>Reads usage totals.</summary>
public interface IUsageReader
{
    /// <summary>Reads a caller's usage, complete up to a few seconds ago.</summary>
    /// <param name="caller">The caller. Callers without a user share the totals of their tier.</param>
    /// <param name="wholeOrganization">Includes all users of the caller's organization.</param>
    /// <param name="from">First UTC day.</param>
    /// <param name="to">Last UTC day.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="DatabaseUnavailableException">
    /// No node responds, or not within <see cref="UsageOptions.ReadTimeout"/>.
    /// </exception>
    Task<UsageReport> ReadAsync(Caller caller, bool wholeOrganization, DateOnly from, DateOnly to, CancellationToken cancellationToken);
}

/// <summary>Reads <c>usage_daily</c>, and individual requests not yet added to it, from the analytics role.</summary>
internal sealed class UsageReader(IReadRouter router, IOptions<UsageOptions> options, TimeProvider time) : IUsageReader
{
    /// <summary>How much of the remaining time a statement may take. In the rest the server reports that it has ended.</summary>
    private const double StatementShare = 0.9;

    /// <summary>The aggregates of both parts; the bucket follows <see cref="UsageFigures.BucketsPerDoubling"/>.</summary>
    public const string Sums = $"""
        floor(8 * ln(greatest(u.duration_us, 1)::float8) / ln(2::float8))::smallint as latency_bucket, count(*) as requests,
            count(*) filter (where u.status_code >= 400) as errors, sum(u.duration_us::bigint) as duration_us,
            sum(u.response_bytes) as response_bytes,
            count(u.cache_level) as cacheable,
            count(*) filter (where u.cache_level in ('{CacheStates.HitMemory}', '{CacheStates.HitRedis}')) as cache_hits
        """;

    public async Task<UsageReport> ReadAsync(
        Caller caller, bool wholeOrganization, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var parameters =
            new { From = from, To = to, User = caller.UserId ?? 0, Organization = caller.OrganizationId ?? 0, Tier = caller.Tier.Name };
        var (started, timeout) = (time.GetTimestamp(), options.Value.ReadTimeout);
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var sql = GetSql(caller, wholeOrganization);
            return new UsageReport(await router.ReadAsync(
                ReadRole.Analytics, Freshness.Any,
                (connection, token) => QueryAsync(
                    connection, new(sql, parameters, cancellationToken: token), timeout - time.GetElapsedTime(started)),
                either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException canceled) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DatabaseUnavailableException(
                $"Usage was not read within {timeout.TotalSeconds} s.", new TimeoutException(canceled.Message, canceled));
        }
    }

    /// <summary>The server ends a statement by itself: a caller that has given up or died may not reach it.</summary>
    private static async Task<IEnumerable<UsageSum>> QueryAsync(NpgsqlConnection connection, CommandDefinition query, TimeSpan remaining)
    {
        var transaction = await connection.BeginTransactionAsync(query.CancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var limit = Math.Max(1, (int)(remaining.TotalMilliseconds * StatementShare)).ToString(CultureInfo.InvariantCulture);
        await connection.ExecuteAsync(new(
            "select set_config('statement_timeout', @limit, true)", new { limit }, cancellationToken: query.CancellationToken))
            .ConfigureAwait(false);
        return await connection.ReadRowsAsync<UsageSum>(query).ConfigureAwait(false);
    }

    private static string GetSql(Caller caller, bool wholeOrganization)
    {
        var (rolled, single) = caller.UserId is null ? ("and d.user_id = 0 and d.tier = @Tier", "u.user_id is null and u.tier = @Tier")
            : wholeOrganization ? ("", "u.organization_id = @Organization")
            : ("and d.user_id = @User", "u.user_id = @User");
        return CreateSql($"d.organization_id = @Organization {rolled}", single, "d.endpoint", "u.endpoint");
    }

    /// <summary>Creates the query of totals by day, key and latency bucket. The key is returned as the endpoint.</summary>
    /// <param name="rolled">Which rows of <c>usage_daily d</c>.</param>
    /// <param name="single">Which individual requests of <c>api_usage u</c>.</param>
    /// <param name="rolledKey">The key of <c>usage_daily</c>.</param>
    /// <param name="singleKey">The same of <c>api_usage</c>.</param>
    internal static string CreateSql(string rolled, string single, string rolledKey, string singleKey) => $"""
        select day, endpoint, latency_bucket, sum(requests)::bigint as requests, sum(errors)::bigint as errors,
            sum(duration_us)::bigint as microseconds, sum(response_bytes)::bigint as bytes, sum(cacheable)::bigint as cacheable,
            sum(cache_hits)::bigint as cache_hits
        from (
            select d.day, {rolledKey} as endpoint, d.latency_bucket, d.requests, d.errors, d.duration_us, d.response_bytes, d.cacheable,
                d.cache_hits
            from usage_daily d where {rolled} and d.day between @From and @To
            union all
            select days.day, rest.* from (
                select (g.day at time zone 'UTC')::date as day, g.day as begins, coalesce(r.covered_until, g.day) as since
                from generate_series(@From::timestamp at time zone 'UTC', @To::timestamp at time zone 'UTC', interval '1 day') g (day)
                left join usage_rollups r on r.day = (g.day at time zone 'UTC')::date) days
            cross join lateral (
                select {singleKey} as endpoint, {Sums} from api_usage u
                where {single} and u.request_timestamp >= days.since and u.request_timestamp < days.begins + interval '1 day'
                group by 1, latency_bucket) rest) halves
        group by day, endpoint, latency_bucket
        """;
}
