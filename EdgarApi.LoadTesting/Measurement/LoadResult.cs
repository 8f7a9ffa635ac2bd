using System.Text.Json.Serialization;

namespace EdgarApi.LoadTesting.Measurement;

/// <summary>The measurements of a run, as written to JSON. Latencies are in milliseconds, rates per second.</summary>
public sealed record LoadResult
{
    /// <summary>The settings of the run.</summary>
    public required LoadSettings Settings { get; init; }

    /// <summary>When the run started.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>How long it ran.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether it was cancelled.</summary>
    public bool StoppedEarly { get; init; }

    /// <summary>Number of companies requested.</summary>
    public int Companies { get; init; }

    /// <summary>Number of paths excluded because they returned 404 before the run.</summary>
    public int ExcludedPaths { get; init; }

    /// <summary>Number of requests that were due.</summary>
    public required long Offered { get; init; }

    /// <summary>Number of requests that ended, failed ones included.</summary>
    public required long Completed { get; init; }

    /// <summary>Number of requests that failed.</summary>
    public required long Failed { get; init; }

    /// <summary>Requests due per second.</summary>
    public required double OfferedRate { get; init; }

    /// <summary>Successful requests per second, over the whole run.</summary>
    public required double AchievedRate { get; init; }

    /// <summary>Planned arrivals per second of the open model; 0 in the closed model and in a cancelled run.</summary>
    public required double PlannedRate { get; init; }

    /// <summary>Bytes of all response bodies.</summary>
    public required long Bytes { get; init; }

    /// <summary>Time from when a request was due to the end of its response.</summary>
    public required LatencySummary Latency { get; init; }

    /// <summary>Time from when a request was sent to the end of its response.</summary>
    public required LatencySummary ServiceTime { get; init; }

    /// <summary>Time from when a request was due to when it was sent.</summary>
    public required LatencySummary SendDelay { get; init; }

    /// <summary>Measurements per endpoint.</summary>
    public required IReadOnlyList<EndpointResult> Endpoints { get; init; }

    /// <summary>Number of errors by kind.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Number of responses by <c>X-Cache</c> value.</summary>
    public required IReadOnlyDictionary<string, long> Cache { get; init; }

    /// <summary>Share of responses from a cache; null when no response has an <c>X-Cache</c> header.</summary>
    public required double? CacheHitShare { get; init; }

    /// <summary>CPU time and memory of the generator and of the monitored servers.</summary>
    public IReadOnlyList<ProcessUsage> Processes { get; init; } = [];

    /// <summary>What the server did, by its metrics; null if they cannot be read.</summary>
    public ServerCosts? Costs { get; init; }

    /// <summary>The run by second.</summary>
    public required IReadOnlyList<LoadSecond> Timeline { get; init; }

    /// <summary>The service levels and whether they were met.</summary>
    public required IReadOnlyList<Verdict> Verdicts { get; init; }

    /// <summary>Whether all service levels were met.</summary>
    public bool Passed => Verdicts.All(verdict => verdict.Passed);
}

/// <summary>The measurements of one endpoint.</summary>
/// <param name="Name">Its name in the catalog.</param>
/// <param name="Offered">Number of requests that were due.</param>
/// <param name="Completed">Number of requests that ended, failed ones included.</param>
/// <param name="Failed">Number of requests that failed.</param>
/// <param name="Latency">Latency summary.</param>
/// <param name="Curve">Points of the latency distribution.</param>
public sealed record EndpointResult(
    string Name, long Offered, long Completed, long Failed, LatencySummary Latency, IReadOnlyList<PercentilePoint> Curve);

/// <summary>A requirement and whether the measurement meets it.</summary>
/// <param name="Subject">What was measured.</param>
/// <param name="Requirement">The limit as text.</param>
/// <param name="Measured">The measurement as text.</param>
/// <param name="Passed">Whether the requirement is met.</param>
public sealed record Verdict(string Subject, string Requirement, string Measured, bool Passed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LoadResult))]
internal sealed partial class LoadResultJson : JsonSerializerContext;
