using System.Globalization;
using EdgarApi.Cli.Load.Scenarios;

namespace EdgarApi.Cli.Load.Measurement;

/// <summary>Holds what was measured against the service levels.</summary>
internal static class Verdicts
{
    /// <summary>The spec's threshold for throughput.</summary>
    private const double AchievedOfPlanned = 0.95;

    /// <param name="plannedRate">Arrivals a second that the open model planned; 0 in the closed one.</param>
    /// <param name="judgesCache">Whether the run is one in which caches should answer.</param>
    public static IReadOnlyList<Verdict> Of(
        LoadCatalog catalog, IReadOnlyList<EndpointResult> endpoints, double plannedRate, double achievedRate, double? cacheHitShare, bool judgesCache)
    {
        var verdicts = endpoints.Where(endpoint => endpoint.Ended > 0).SelectMany(endpoint => Of(endpoint, catalog.ServiceLevelOf(endpoint.Name), catalog.Availability)).ToList();
        if (plannedRate > 0)
            verdicts.Add(new Verdict("throughput", $"≥ {Number(plannedRate * AchievedOfPlanned)}/s", $"{Number(achievedRate)}/s", achievedRate >= plannedRate * AchievedOfPlanned));
        if (judgesCache && cacheHitShare is { } share)
            verdicts.Add(new Verdict("cache", $"hit rate > {Percent(catalog.CacheHitShare)}", Percent(share), share > catalog.CacheHitShare));
        if (verdicts.Count == 0) verdicts.Add(new Verdict("run", "at least one request ended", "0", Passed: false));
        return verdicts;
    }

    private static IEnumerable<Verdict> Of(EndpointResult endpoint, ServiceLevel level, double availability)
    {
        yield return AtMost(endpoint.Name, "p95", endpoint.Latency.P95, level.P95);
        yield return AtMost(endpoint.Name, "p99", endpoint.Latency.P99, level.P99);
        yield return AtMost(endpoint.Name, "max", endpoint.Latency.Max, level.Max);
        var answered = 1 - (double)endpoint.Failed / endpoint.Ended;
        yield return new Verdict(endpoint.Name, $"answered ≥ {Percent(availability)}", Percent(answered), answered >= availability);
    }

    private static Verdict AtMost(string endpoint, string what, double milliseconds, TimeSpan limit) =>
        new(endpoint, $"{what} ≤ {Number(limit.TotalMilliseconds)} ms", $"{Number(milliseconds)} ms", milliseconds <= limit.TotalMilliseconds);

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 10000) / 100:0.##} %");
}
