using System.Globalization;
using EdgarApi.Contracts.Objectives;
using EdgarApi.LoadTesting.Scenarios;

namespace EdgarApi.LoadTesting.Measurement;

/// <summary>Compares measurements with the service levels.</summary>
internal static class ServiceLevelVerdicts
{
    /// <summary>Minimum share of the planned rate, from the performance requirements.</summary>
    private const double MinAchievedShare = 0.95;

    /// <param name="plannedRate">Planned arrivals per second of the open model; 0 in the closed model.</param>
    /// <param name="judgesCache">Whether caches are expected to serve the run.</param>
    public static IReadOnlyList<Verdict> Create(
        LoadCatalog catalog, IReadOnlyList<EndpointResult> endpoints, double plannedRate, double achievedRate, double? cacheHitShare,
        bool judgesCache)
    {
        var verdicts = endpoints.Where(endpoint => endpoint.Completed > 0)
            .SelectMany(endpoint => CreateEndpointVerdicts(endpoint, catalog.GetServiceLevel(endpoint.Name)))
            .ToList();
        if (plannedRate > 0)
        {
            var minimum = plannedRate * MinAchievedShare;
            verdicts.Add(new Verdict("throughput", $"≥ {Number(minimum)}/s", $"{Number(achievedRate)}/s", achievedRate >= minimum));
        }
        var hitShare = ServiceLevels.Default.Cache.HitShare;
        if (judgesCache)
            verdicts.Add(new Verdict(
                "cache", $"hit rate > {Percent(hitShare)}", cacheHitShare is { } share ? Percent(share) : "no X-Cache header",
                cacheHitShare > hitShare));
        if (!endpoints.Any(endpoint => endpoint.Completed > 0))
            verdicts.Add(new Verdict("run", "at least one request completed", "0", Passed: false));
        return verdicts;
    }

    private static IEnumerable<Verdict> CreateEndpointVerdicts(EndpointResult endpoint, ServiceLevel level)
    {
        var availability = ServiceLevels.Default.Availability.Uptime;
        yield return AtMost(endpoint.Name, "p95", endpoint.Latency.P95, level.P95);
        yield return AtMost(endpoint.Name, "p99", endpoint.Latency.P99, level.P99);
        yield return AtMost(endpoint.Name, "max", endpoint.Latency.Max, level.Max);
        var succeeded = 1 - (double)endpoint.Failed / endpoint.Completed;
        yield return new Verdict(endpoint.Name, $"succeeded ≥ {Percent(availability)}", Percent(succeeded), succeeded >= availability);
    }

    private static Verdict AtMost(string endpoint, string what, double milliseconds, TimeSpan limit) => new(
        endpoint, $"{what} ≤ {Number(limit.TotalMilliseconds)} ms", $"{Number(milliseconds)} ms", milliseconds <= limit.TotalMilliseconds);

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    // Rounds down: 99.999 % must not read 100 %.
    private static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 10000) / 100:0.##} %");
}
