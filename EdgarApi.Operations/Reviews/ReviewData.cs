namespace EdgarApi.Operations.Reviews;

/// <summary>What a review is written from. What could not be read is missing with its reason, never estimated.</summary>
/// <param name="Kind">The review.</param>
/// <param name="From">The start of its period.</param>
/// <param name="To">The end of its period.</param>
public sealed record ReviewData(ReviewKind Kind, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The measurements of all processes, from Prometheus.</summary>
    public Reading<MonitoringFigures> Monitoring { get; init; } = Reading<MonitoringFigures>.NotRead;

    /// <summary>The requests of all callers, from <c>usage_daily</c>.</summary>
    public Reading<UsageTotals> Usage { get; init; } = Reading<UsageTotals>.NotRead;

    /// <summary>How often targets were requested again after they had left the caches, from the recorded requests.</summary>
    public Reading<IReadOnlyList<EndpointMisses>> Misses { get; init; } = Reading<IReadOnlyList<EndpointMisses>>.NotRead;

    /// <summary>Statistics of SQL statements by server, from <c>pg_stat_statements</c>.</summary>
    public IReadOnlyList<Reading<NodeStatements>> Statements { get; init; } = [];

    /// <summary>What the servers logged about slow statements in the period.</summary>
    public Reading<IReadOnlyList<SlowStatement>> SlowStatements { get; init; } = Reading<IReadOnlyList<SlowStatement>>.NotRead;
}

/// <summary>Something that was read, or the reason why it could not be.</summary>
/// <param name="Value">What was read; null if it could not be.</param>
/// <param name="Missing">Why it could not be read, as a sentence; null if it was.</param>
/// <param name="Source">Where it is from, as text.</param>
public sealed record Reading<T>(T? Value, string? Missing, string Source) where T : class
{
    /// <summary>Nobody tried to read it.</summary>
    internal static Reading<T> NotRead { get; } = new(null, "It was not read.", "none");
}

/// <summary>Requests by day and by endpoint.</summary>
/// <param name="Days">Each day that has requests, earliest first; also the days of the period before.</param>
/// <param name="Endpoints">Each endpoint within the period.</param>
/// <param name="Tiers">Each tier within the period.</param>
public sealed record UsageTotals(IReadOnlyList<DayUsage> Days, IReadOnlyList<EndpointUsage> Endpoints, IReadOnlyList<TierUsage> Tiers);

/// <summary>The requests of a UTC day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Requests">All requests.</param>
/// <param name="Errors">Those with a status of 400 or above.</param>
public sealed record DayUsage(DateOnly Day, long Requests, long Errors);

/// <summary>The requests of an endpoint.</summary>
/// <param name="Endpoint">Method and route template.</param>
/// <param name="Requests">All requests.</param>
/// <param name="Errors">Those with a status of 400 or above.</param>
/// <param name="P95">95th percentile of the time in the API, within 4.5 %.</param>
/// <param name="HitShare">Share of cacheable requests served from memory or Redis; null if none was cacheable.</param>
public sealed record EndpointUsage(string Endpoint, long Requests, long Errors, TimeSpan? P95, double? HitShare);

/// <summary>The requests of a tier.</summary>
/// <param name="Tier">Its name.</param>
/// <param name="Requests">All requests.</param>
public sealed record TierUsage(string Tier, long Requests);

/// <summary>The cacheable requests of an endpoint, by what a longer lifetime in the cache would change.</summary>
/// <param name="Endpoint">Method and route template.</param>
/// <param name="Lifetime">How long its responses stay in Redis.</param>
/// <param name="Requests">Cacheable requests.</param>
/// <param name="Misses">Those that were computed.</param>
/// <param name="Repeated">Misses of a target that was requested before within the period: it had left the caches.</param>
/// <param name="Gap">90 % of the repeated misses came within this time after the request before; null without any.</param>
public sealed record EndpointMisses(string Endpoint, TimeSpan Lifetime, long Requests, long Misses, long Repeated, TimeSpan? Gap);

/// <summary>Statistics of a server's statements since they were last reset.</summary>
/// <param name="Node">The server.</param>
/// <param name="Since">When they were reset, or the server was created.</param>
/// <param name="Seconds">Execution time of all statements.</param>
/// <param name="Top">The statements that took the most time in total, the first one most.</param>
public sealed record NodeStatements(string Node, DateTimeOffset? Since, double Seconds, IReadOnlyList<StatementFigures> Top);

/// <summary>Statistics of a statement.</summary>
/// <param name="Query">Its text, with placeholders for values.</param>
/// <param name="Calls">How often it ran.</param>
/// <param name="Total">Its time in total.</param>
/// <param name="Mean">Its mean time.</param>
/// <param name="Max">Its longest time.</param>
/// <param name="Rows">Rows that it returned or changed.</param>
/// <param name="ReadShare">Share of its blocks that were not in the server's memory; null if it needed none.</param>
public sealed record StatementFigures(
    string Query, long Calls, TimeSpan Total, TimeSpan Mean, TimeSpan Max, long Rows, double? ReadShare);
