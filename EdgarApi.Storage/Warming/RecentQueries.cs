using Dapper;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;

namespace EdgarApi.Storage.Warming;

/// <summary>Reads recent cacheable queries from the analytics replica.</summary>
public sealed class RecentQueries(IReadRouter router)
{
    /// <summary>Age of the oldest requests that count.</summary>
    public static readonly TimeSpan Lookback = TimeSpan.FromHours(24);

    /// <summary>Age at which a request counts half.</summary>
    private static readonly TimeSpan HalfLife = TimeSpan.FromHours(6);

    private const string Sql = """
        select target from api_usage
        where request_timestamp >= @Since and request_timestamp <= @Now and target is not null
        group by target
        order by sum(power(0.5, extract(epoch from @Now - request_timestamp)::float8 / @HalfLife)) desc, target
        limit @Limit
        """;

    /// <summary>Reads paths with queries, ordered by frequency and recency of requests. Requests by the Warmer do not count.</summary>
    /// <exception cref="DatabaseUnavailableException">No node responds.</exception>
    public async Task<IReadOnlyList<string>> ReadAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var parameters =
            new { Now = now.UtcDateTime, Since = (now - Lookback).UtcDateTime, HalfLife = HalfLife.TotalSeconds, Limit = limit };
        return await router.ReadAsync(
            ReadRole.Analytics, Freshness.Any,
            (connection, token) => connection.ReadRowsAsync<string>(new CommandDefinition(Sql, parameters, cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
    }
}
