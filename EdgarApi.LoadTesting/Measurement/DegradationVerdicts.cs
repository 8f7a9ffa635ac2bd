using System.Globalization;
using EdgarApi.Contracts.Objectives;
using EdgarApi.LoadTesting.Scenarios;
using EdgarApi.LoadTesting.Traffic;

namespace EdgarApi.LoadTesting.Measurement;

/// <summary>
/// Judges graceful degradation beyond normal capacity. Response times may rise up to the longest acceptable ones; the service keeps its
/// goodput, rejects properly what it cannot serve, and recovers when the load falls.
/// </summary>
internal static class DegradationVerdicts
{
    /// <summary>The most that the service served is a mean over this many seconds.</summary>
    private const int BestSeconds = 10;

    private static readonly DegradationTarget Target = ServiceLevels.Default.Degradation;

    public static IEnumerable<Verdict> Create(
        LoadCatalog catalog, LoadSettings settings, IReadOnlyList<EndpointResult> endpoints, IReadOnlyList<LoadSecond> timeline,
        IReadOnlyDictionary<string, long> errors)
    {
        var requested = endpoints.Where(endpoint => endpoint.Completed > 0).ToList();
        if (requested.Count == 0)
        {
            yield return new Verdict("run", "at least one request completed", "0", Passed: false);
            yield break;
        }

        foreach (var endpoint in requested)
        {
            var limit = catalog.GetServiceLevel(endpoint.Name).Max.TotalMilliseconds;
            yield return new Verdict(
                endpoint.Name, Text($"p95 ≤ {limit:#,0.##} ms, the longest acceptable"), Text($"{endpoint.Latency.P95:#,0.##} ms"),
                endpoint.Latency.P95 <= limit);
        }

        yield return JudgeGoodput(settings, timeline);
        yield return JudgeRejections(errors);
        yield return JudgeRecovery(settings, timeline, requested.Max(endpoint => catalog.GetServiceLevel(endpoint.Name).P99));
    }

    private static Verdict JudgeGoodput(LoadSettings settings, IReadOnlyList<LoadSecond> timeline)
    {
        var end = (settings.RampUp + settings.Duration).TotalSeconds;
        var loaded = timeline.Where(second => second.At <= end)
            .Select(second => (second.At, Good: second.Completed - second.Failed)).ToList();
        var held = loaded.Where(second => second.At > settings.RampUp.TotalSeconds)
            .Select(second => second.Good).DefaultIfEmpty(0).Average();
        var best = Enumerable.Range(0, Math.Max(1, loaded.Count - BestSeconds + 1))
            .Select(first => loaded.Skip(first).Take(BestSeconds).Select(second => second.Good).DefaultIfEmpty(0).Average()).Max();
        return new Verdict(
            "degradation", Text($"goodput ≥ {Target.Goodput * 100:0.##} % of the best {BestSeconds} s"),
            Text($"{held:#,0.#}/s of {best:#,0.#}/s"), best > 0 && held >= Target.Goodput * best);
    }

    private static Verdict JudgeRejections(IReadOnlyDictionary<string, long> errors)
    {
        var rejected = errors.GetValueOrDefault(RequestOutcome.Rejected);
        var other = errors.Values.Sum() - rejected;
        return new Verdict(
            "degradation", Text($"failures only {Target.RejectionStatus} with Retry-After"),
            Text($"{rejected:#,0} rejected, {other:#,0} other failures"), other == 0);
    }

    /// <summary>Until the last second after the hold with a failure or a slow request.</summary>
    private static Verdict JudgeRecovery(LoadSettings settings, IReadOnlyList<LoadSecond> timeline, TimeSpan slow)
    {
        var end = (settings.RampUp + settings.Duration).TotalSeconds;
        var after = timeline.Where(second => second.At > end).ToList();
        var last = after.FindLastIndex(second => second.Failed > 0 || second.P99 > slow.TotalMilliseconds);
        var requirement = Text($"recovered within {Target.Recovery.TotalSeconds:0} s");
        if (after.Count == 0) return new Verdict("degradation", requirement, "the run ended before", Passed: false);
        if (last == after.Count - 1)
            return new Verdict("degradation", requirement, Text($"not within {after[^1].At - end:0.#} s"), Passed: false);
        var took = last < 0 ? 0 : after[last].At - end;
        return new Verdict("degradation", requirement, Text($"{took:0.#} s"), took <= Target.Recovery.TotalSeconds);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
