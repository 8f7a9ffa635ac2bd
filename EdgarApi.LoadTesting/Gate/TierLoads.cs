using System.Globalization;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Report;
using EdgarApi.LoadTesting.Scenarios;

namespace EdgarApi.LoadTesting.Gate;

/// <summary>Runs a load test and shows its progress.</summary>
/// <param name="settings">The load test.</param>
/// <param name="run">Runs it; calls its argument every second.</param>
public delegate Task<LoadResult> LoadDisplay(LoadSettings settings, Func<Action<LoadMeter, TimeSpan>, Task<LoadResult>> run);

/// <summary>Runs the load tests of a tier against a running API.</summary>
public static class TierLoads
{
    /// <summary>Runs the load tests one after another.</summary>
    /// <param name="reports">Folder for the report of each run, or null.</param>
    public static async Task<IReadOnlyList<Verdict>> RunAsync(
        GateTier tier, GateBaseline baseline, LoadTarget target, string? reports, LoadDisplay display, CancellationToken cancellationToken)
    {
        var verdicts = new List<Verdict>();
        foreach (var load in tier.Loads)
        {
            var catalog = LoadCatalog.Default;
            var settings = LoadSettings.Create(catalog, load.Scenario, target.Address.ToString(), load.Rate, scale: load.Scale);
            var name = load.Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{load.Scenario}-{rate}") : load.Scenario;
            var result = await display(settings, onSecond => new LoadRunner(catalog, settings, target, [], TimeProvider.System)
            {
                OnSecond = onSecond,
            }.RunAsync(cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            verdicts.AddRange(result.Verdicts.Concat(Check(result, baseline))
                .Select(verdict => verdict with { Subject = $"{name}: {verdict.Subject}" }));
            if (reports is null) continue;
            Directory.CreateDirectory(reports);
            File.WriteAllText(Path.Combine(reports, name + ".html"), LoadReport.ToHtml(result));
            File.WriteAllText(Path.Combine(reports, name + ".json"), LoadReport.ToJson(result));
        }
        return verdicts;
    }

    /// <summary>Compares the percentiles and the rate of a run with the baseline.</summary>
    public static IEnumerable<Verdict> Check(LoadResult result, GateBaseline baseline)
    {
        foreach (var endpoint in baseline.Endpoints)
        {
            if (result.Endpoints.FirstOrDefault(e => e.Name == endpoint.Name) is not { Completed: > 0 } measured) continue;
            var (p95, limit) = (measured.Latency.P95, endpoint.Limit.TotalMilliseconds);
            yield return new Verdict(
                endpoint.Endpoint, FormattableString.Invariant($"p95 ≤ {limit:0.#} ms, target {endpoint.TargetP95.TotalMilliseconds:0.#} ms"),
                FormattableString.Invariant($"{p95:0.##} ms"), p95 <= limit);
        }
        // A run that offers less says nothing about the throughput.
        if (result.PlannedRate == 0 || result.Settings.Level < baseline.Throughput.TargetRps) yield break;
        var rate = result.Timeline.Where(second => second.At > result.Settings.RampUp.TotalSeconds)
            .Select(second => second.Completed - second.Failed).DefaultIfEmpty(0).Average();
        yield return new Verdict(
            "throughput", FormattableString.Invariant($"≥ {baseline.Throughput.Limit:0.#}/s, target {baseline.Throughput.TargetRps}/s"),
            FormattableString.Invariant($"{rate:0.#}/s"), rate >= baseline.Throughput.Limit);
    }
}
