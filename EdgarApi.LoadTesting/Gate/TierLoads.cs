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
    /// <summary>Creates a step for each load test.</summary>
    /// <param name="tier">The tier.</param>
    /// <param name="baseline">The limits.</param>
    /// <param name="target">The API.</param>
    /// <param name="reports">Folder for the report of each run, or null.</param>
    /// <param name="display">Shows the progress.</param>
    public static IEnumerable<GateStep> CreateSteps(
        GateTier tier, GateBaseline baseline, LoadTarget target, string? reports, LoadDisplay display) =>
        tier.Loads.Select(load => (GateStep)(token => RunAsync(load, baseline, target, reports, display, token)));

    /// <summary>Compares the percentiles and the rate of a run with the baseline. An endpoint without a measurement fails.</summary>
    internal static IEnumerable<Verdict> Check(LoadResult result, GateBaseline baseline)
    {
        foreach (var endpoint in baseline.Endpoints)
        {
            var measured = result.Endpoints.FirstOrDefault(e => e.Name == endpoint.Name)?.Latency;
            var p95 = measured is { Count: > 0 } ? measured.P95 : (double?)null;
            var (limit, target) = (endpoint.Limit.TotalMilliseconds, endpoint.TargetP95.TotalMilliseconds);
            yield return new Verdict(
                endpoint.Endpoint, FormattableString.Invariant($"p95 ≤ {limit:0.#} ms, target {target:0.#} ms"),
                p95 is { } value ? FormattableString.Invariant($"{value:0.##} ms") : "no request succeeded", p95 <= limit);
        }
        // A run that offers less says nothing about the throughput.
        if (result.PlannedRate == 0 || result.Settings.Level < baseline.Throughput.TargetRps) yield break;
        var rate = result.Timeline.Where(second => second.At > result.Settings.RampUp.TotalSeconds)
            .Select(second => second.Completed - second.Failed).DefaultIfEmpty(0).Average();
        yield return new Verdict(
            "throughput", FormattableString.Invariant($"≥ {baseline.Throughput.Limit:0.#}/s, target {baseline.Throughput.TargetRps}/s"),
            FormattableString.Invariant($"{rate:0.#}/s"), rate >= baseline.Throughput.Limit);
    }

    /// <summary>Creates the settings of a load test.</summary>
    internal static LoadSettings CreateSettings(TierLoad load, string target)
    {
        var settings = LoadSettings.Create(LoadCatalog.Default, load.Scenario, target, load.Rate, scale: load.Scale);
        return load.Mix is { } mix ? settings with { Mix = mix } : settings;
    }

    private static async Task<IEnumerable<Verdict>> RunAsync(
        TierLoad load, GateBaseline baseline, LoadTarget target, string? reports, LoadDisplay display, CancellationToken cancellationToken)
    {
        var catalog = LoadCatalog.Default;
        var settings = CreateSettings(load, target.Address.ToString());
        var name = load.Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{load.Scenario}-{rate}")
            : load.Mix is null ? load.Scenario : $"{load.Scenario}-mix";
        var result = await display(settings, onSecond => new LoadRunner(catalog, settings, target, [], TimeProvider.System)
        {
            OnSecond = onSecond,
        }.RunAsync(cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (reports is not null)
        {
            Directory.CreateDirectory(reports);
            File.WriteAllText(Path.Combine(reports, name + ".html"), LoadReport.ToHtml(result));
            File.WriteAllText(Path.Combine(reports, name + ".json"), LoadReport.ToJson(result));
        }
        return result.Verdicts.Concat(Check(result, baseline)).Select(verdict => verdict with { Subject = $"{name}: {verdict.Subject}" });
    }
}
