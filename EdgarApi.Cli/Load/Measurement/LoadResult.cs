using System.Text.Json.Serialization;

namespace EdgarApi.Cli.Load.Measurement;

/// <summary>Everything that a run measured; the JSON result. Latencies are milliseconds, rates are a second.</summary>
internal sealed record LoadResult(
    LoadSettings Settings, DateTimeOffset Started, double Seconds, bool StoppedEarly, int Companies, int AddressesLeftOut,
    long Offered, long Ended, long Failed, double OfferedRate, double AchievedRate, double PlannedRate, long Bytes,
    LatencySummary Latency, LatencySummary ServiceTime, LatencySummary SendDelay, IReadOnlyList<EndpointResult> Endpoints,
    IReadOnlyDictionary<string, long> Errors, IReadOnlyDictionary<string, long> Cache, double? CacheHitShare,
    IReadOnlyList<ProcessUsage> Processes, IReadOnlyList<LoadSecond> Timeline, IReadOnlyList<Verdict> Verdicts)
{
    public bool Passed => Verdicts.All(verdict => verdict.Passed);
}

/// <summary>What was asked of a run.</summary>
internal sealed record LoadSettings(
    string Scenario, string Description, string Model, string Target, double Level, double StartLevel, TimeSpan RampUp, TimeSpan Duration, double Scale,
    double ThinkSeconds, int Connections, double TimeoutSeconds, double Skew, string Caches, int Seed, IReadOnlyDictionary<string, int> Mix);

/// <summary>One endpoint's part of a run.</summary>
internal sealed record EndpointResult(string Name, long Offered, long Ended, long Failed, LatencySummary Latency, IReadOnlyList<PercentilePoint> Curve);

/// <summary>A requirement and what was measured.</summary>
internal sealed record Verdict(string Subject, string Requirement, string Measured, bool Passed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LoadResult))]
internal sealed partial class LoadResultJson : JsonSerializerContext;
