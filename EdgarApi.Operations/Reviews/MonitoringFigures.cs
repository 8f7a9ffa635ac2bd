namespace EdgarApi.Operations.Reviews;

/// <summary>What Prometheus knows of a period. Times are in seconds, shares from 0 to 1; null where there is no measurement.</summary>
public sealed record MonitoringFigures
{
    /// <summary>Requests, and those of the period before.</summary>
    public required PeriodChange Requests { get; init; }

    /// <summary>Share of requests answered with 5xx.</summary>
    public double? FailedShare { get; init; }

    /// <summary>The largest share of failed requests within five minutes.</summary>
    public double? PeakFailedShare { get; init; }

    /// <summary>How long more than 5 % of requests failed.</summary>
    public TimeSpan FailedAboveLimit { get; init; }

    /// <summary>Median, 95th and 99th percentile of all requests.</summary>
    public double? P50 { get; init; }

    /// <summary>95th percentile of all requests, and of the period before.</summary>
    public required PeriodChange P95 { get; init; }

    /// <summary>99th percentile of all requests.</summary>
    public double? P99 { get; init; }

    /// <summary>The most requests per second, over five minutes.</summary>
    public double? PeakRate { get; init; }

    /// <summary>The endpoints with a service level.</summary>
    public required IReadOnlyList<EndpointFigures> Endpoints { get; init; }

    /// <summary>Cacheable requests by cache level; <c>computed</c> are the misses.</summary>
    public required IReadOnlyDictionary<string, double> CacheAnswers { get; init; }

    /// <summary>Share of cacheable requests served from a cache.</summary>
    public double? HitShare => CacheAnswers.Values.Sum() is > 0 and var all ? 1 - CacheAnswers.GetValueOrDefault(Computed) / all : null;

    /// <summary>95th percentile of SQL commands.</summary>
    public double? QueryP95 { get; init; }

    /// <summary>SQL commands.</summary>
    public double Queries { get; init; }

    /// <summary>SQL commands of more than 100 ms.</summary>
    public double SlowQueries { get; init; }

    /// <summary>The largest share of a pool's connections in use.</summary>
    public double? PeakPool { get; init; }

    /// <summary>Keys that Redis evicted, per hour.</summary>
    public double? EvictionsPerHour { get; init; }

    /// <summary>Resources in use: of the API's processes, and Redis.</summary>
    public required IReadOnlyList<ResourceUse> Resources { get; init; }

    /// <summary>What a request costs; null where it is unknown.</summary>
    public required AverageCost Cost { get; init; }

    /// <summary>The alerts that fired.</summary>
    public required IReadOnlyList<FiredAlert> Alerts { get; init; }

    /// <summary>Rules that cannot be evaluated, with the error.</summary>
    public required IReadOnlyList<(string Name, string Error)> FailingRules { get; init; }

    /// <summary>The course of the period.</summary>
    public required ReviewTimeline Timeline { get; init; }

    /// <summary>The name of misses among the cache levels.</summary>
    public const string Computed = "computed";
}

/// <summary>A value and that of the period before; null where there is no measurement.</summary>
public sealed record PeriodChange(double? Now, double? Before)
{
    /// <summary>The value as a multiple of the one before; null without both.</summary>
    public double? Factor => Now is { } now && Before is > 0 and var before ? now / before : null;
}

/// <summary>An endpoint with a service level.</summary>
/// <param name="Name">Its name in the service levels.</param>
/// <param name="Requests">Its requests.</param>
/// <param name="P95">95th percentile in seconds, and that of the period before.</param>
/// <param name="P99">99th percentile in seconds.</param>
/// <param name="FailedShare">Share of requests answered with 5xx.</param>
/// <param name="Baseline">The baseline of its p95 in seconds; null without a baseline.</param>
public sealed record EndpointFigures(string Name, double Requests, PeriodChange P95, double? P99, double? FailedShare, double? Baseline);

/// <summary>How much of a resource is in use, as shares of its size.</summary>
/// <param name="Name">The resource.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Peak">The highest mean of five minutes.</param>
public sealed record ResourceUse(string Name, double? Mean, double? Peak)
{
    /// <summary>
    /// Creates a resource from measurements. A short period may lie in the middle of five minutes, whose mean is then lower than its own.
    /// </summary>
    public static ResourceUse Create(string name, double? mean, double? peak) => new(name, mean, peak < mean ? mean : peak);

    /// <summary>CPU of the API's processes.</summary>
    public const string ApiCpu = "API CPU";

    /// <summary>Memory of the API's processes.</summary>
    public const string ApiMemory = "API memory";

    /// <summary>Disk space of the API's processes.</summary>
    public const string ApiDisk = "API disk";

    /// <summary>Connections of the busiest pool.</summary>
    public const string Pool = "connection pool";

    /// <summary>Memory of Redis.</summary>
    public const string RedisMemory = "Redis memory";
}

/// <summary>What a request costs on average; null where it is unknown.</summary>
/// <param name="CpuSeconds">CPU time of the API.</param>
/// <param name="SqlCommands">SQL commands.</param>
/// <param name="SqlSeconds">Duration of an SQL command.</param>
/// <param name="MemoryMegabytes">Memory of an API process at its peak.</param>
public sealed record AverageCost(double? CpuSeconds, double? SqlCommands, double? SqlSeconds, double? MemoryMegabytes);

/// <summary>An alert that fired.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Severity"><c>critical</c> or <c>warning</c>.</param>
/// <param name="Times">How often it began to fire.</param>
/// <param name="Duration">How long it fired in total.</param>
public sealed record FiredAlert(string Name, string Severity, int Times, TimeSpan Duration)
{
    /// <summary>Counts from the points of a timeline at which an alert fires.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="severity">Its severity.</param>
    /// <param name="isFiring">Whether it fires at each point.</param>
    /// <param name="step">The distance of the points.</param>
    public static FiredAlert From(string name, string severity, IReadOnlyList<bool> isFiring, TimeSpan step) => new(
        name, severity, isFiring.Where((firing, i) => firing && (i == 0 || !isFiring[i - 1])).Count(),
        step * isFiring.Count(firing => firing));
}

/// <summary>Values at the same points in time.</summary>
/// <param name="From">The first point.</param>
/// <param name="Step">The distance of the points.</param>
public sealed record ReviewTimeline(DateTimeOffset From, TimeSpan Step)
{
    /// <summary>API processes that respond.</summary>
    public IReadOnlyList<double?> Instances { get; init; } = [];

    /// <summary>Requests per second.</summary>
    public IReadOnlyList<double?> Rate { get; init; } = [];

    /// <summary>95th percentile of all requests, in seconds.</summary>
    public IReadOnlyList<double?> P95 { get; init; } = [];

    /// <summary>99th percentile of all requests, in seconds.</summary>
    public IReadOnlyList<double?> P99 { get; init; } = [];

    /// <summary>Mean CPU usage of the API's processes, as a share.</summary>
    public IReadOnlyList<double?> Cpu { get; init; } = [];

    /// <summary>Share of cacheable requests served from a cache.</summary>
    public IReadOnlyList<double?> HitShare { get; init; } = [];

    /// <summary>Gets the time of a point.</summary>
    public DateTimeOffset GetTime(int index) => From + index * Step;

    /// <summary>Finds changes of the number of API processes. A point without a measurement changes nothing.</summary>
    public IReadOnlyList<ScalingEvent> FindScalingEvents()
    {
        var events = new List<ScalingEvent>();
        double? last = null;
        for (var i = 0; i < Instances.Count; i++)
        {
            if (Instances[i] is not { } count) continue;
            if (last is { } before && before != count) events.Add(new ScalingEvent(GetTime(i), (int)before, (int)count));
            last = count;
        }

        return events;
    }

    /// <summary>How long a condition on two series holds.</summary>
    internal TimeSpan Measure(IReadOnlyList<double?> first, IReadOnlyList<double?> second, Func<double, double, bool> holds) =>
        Step * first.Zip(second).Count(pair => pair is { First: { } a, Second: { } b } && holds(a, b));
}

/// <summary>A change of the number of API processes.</summary>
/// <param name="At">When.</param>
/// <param name="From">Processes before.</param>
/// <param name="To">Processes after.</param>
public sealed record ScalingEvent(DateTimeOffset At, int From, int To);
