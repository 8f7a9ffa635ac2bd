using EdgarApi.Accounts.Usage.Figures;
using EdgarApi.Caching;
using EdgarApi.Operations.Reviews;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Cli.Reviews;

/// <summary>Reads what a review needs from a Postgres server.</summary>
internal sealed class ReviewDatabase(string connectionString) : IAsyncDisposable
{
    private const int TopStatements = 10;

    /// <summary>What pools send when a connection returns. It takes no time worth a row.</summary>
    private static readonly string[] PoolCommands =
        ["SET SESSION AUTHORIZATION", "SELECT pg_advisory_unlock_all", "RESET ", "DISCARD ", "UNLISTEN ", "CLOSE "];

    /// <summary>Which lifetime the responses of a route have, by what its template ends with.</summary>
    private static readonly (string Ending, CacheKind Kind)[] Kinds =
    [
        ("/overview", CacheKind.Overview), ("/statements/{statement}", CacheKind.Statement), ("/ratios", CacheKind.Statement),
        ("/timeseries", CacheKind.TimeSeries),
    ];

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        Timezone = "UTC", Timeout = 5, MaxPoolSize = 2, ApplicationName = "edgar report",
    });

    public async Task<UsageTotals> ReadUsageAsync(ReviewData data, CancellationToken cancellation)
    {
        var reader = new ServiceUsageReader(_source);
        var (from, to) = (DateOnly.FromDateTime(data.From.UtcDateTime), DateOnly.FromDateTime(data.To.UtcDateTime));
        var before = DateOnly.FromDateTime((data.From - (data.To - data.From)).UtcDateTime);
        var days = await reader.ReadAsync(before, to, cancellation).ConfigureAwait(false);
        var period = await reader.ReadAsync(from, to, cancellation).ConfigureAwait(false);
        var tiers = await reader.ReadByTierAsync(from, to, cancellation).ConfigureAwait(false);
        return new UsageTotals(
            [.. days.Days.Select(day => new DayUsage(day.Key, day.Value.Requests, day.Value.Errors))],
            [.. period.Endpoints.Select(endpoint => new EndpointUsage(
                endpoint.Key, endpoint.Value.Requests, endpoint.Value.Errors,
                endpoint.Value.PercentileMicroseconds(0.95) is { } p95 ? TimeSpan.FromMicroseconds(p95) : null,
                (double?)endpoint.Value.CacheHitShare))],
            [.. tiers.Endpoints.Select(tier => new TierUsage(tier.Key.Length > 0 ? tier.Key : "none", tier.Value.Requests))]);
    }

    public async Task<IReadOnlyList<EndpointMisses>> ReadMissesAsync(ReviewData data, CancellationToken cancellation) =>
    [
        .. (await new ServiceUsageReader(_source).ReadMissesAsync(data.From, data.To, cancellation).ConfigureAwait(false)).Select(row =>
            new EndpointMisses(
                row.Endpoint, GetKind(row.Endpoint).Duration, row.Requests, row.Misses, row.Repeated, row.Gap)),
    ];

    /// <summary>Reads the statistics of statements; null if the server does not collect them.</summary>
    public async Task<NodeStatements?> ReadStatementsAsync(string name, CancellationToken cancellation)
    {
        var found = await StatementStatistics.ReadAsync(_source, TopStatements + 2 * PoolCommands.Length, cancellation)
            .ConfigureAwait(false);
        return found is null ? null : new NodeStatements(
            name, found.Since is { } since ? new DateTimeOffset(DateTime.SpecifyKind(since, DateTimeKind.Utc)) : null,
            found.Milliseconds / 1000,
            [
                .. found.Top.Where(row => !PoolCommands.Any(command => row.Query.StartsWith(command, StringComparison.Ordinal)))
                    .Take(TopStatements).Select(row => new StatementFigures(
                        row.Query, row.Calls, TimeSpan.FromMilliseconds(row.Total), TimeSpan.FromMilliseconds(row.Mean),
                        TimeSpan.FromMilliseconds(row.Max), row.Rows, row.ReadShare)),
            ]);
    }

    private static CacheKind GetKind(string endpoint)
    {
        foreach (var (ending, kind) in Kinds)
            if (endpoint.EndsWith(ending, StringComparison.Ordinal)) return kind;
        return CacheKind.Query;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
