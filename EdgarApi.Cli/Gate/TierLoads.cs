using System.Globalization;
using EdgarApi.Cli.Load;
using EdgarApi.Cli.Load.Measurement;
using EdgarApi.Cli.Load.Report;
using EdgarApi.Cli.Load.Scenarios;

namespace EdgarApi.Cli.Gate;

/// <summary>The load tests of a tier against a running API.</summary>
internal static class TierLoads
{
    /// <param name="reports">Folder for each run's report, or null.</param>
    public static async Task<IReadOnlyList<Verdict>> RunAsync(Terminal terminal, GateTier tier, GateBaseline baseline, LoadTarget target, string? reports, CancellationToken cancellationToken)
    {
        var verdicts = new List<Verdict>();
        foreach (var load in tier.Loads)
        {
            var settings = Settings(LoadCatalog.Default, load, target.Address.ToString());
            var name = load.Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{load.Scenario}-{rate}") : load.Scenario;
            var result = await LoadProgress.ShowAsync(terminal.Error, settings, show => new LoadRunner(LoadCatalog.Default, settings, target, [], TimeProvider.System)
            {
                OnSecond = show,
            }.RunAsync(cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            verdicts.AddRange(result.Verdicts.Concat(Of(result, baseline)).Select(verdict => verdict with { Subject = $"{name}: {verdict.Subject}" }));
            if (reports is null) continue;
            Directory.CreateDirectory(reports);
            File.WriteAllText(Path.Combine(reports, name + ".html"), LoadReport.Html(result));
            LoadReport.WriteJson(Path.Combine(reports, name + ".json"), result, TextWriter.Null);
        }
        return verdicts;
    }

    /// <summary>A run's 95th percentiles and rate against the baseline's.</summary>
    public static IEnumerable<Verdict> Of(LoadResult result, GateBaseline baseline)
    {
        foreach (var endpoint in baseline.Endpoints)
        {
            if (result.Endpoints.FirstOrDefault(e => e.Name == endpoint.Name) is not { Ended: > 0 } measured) continue;
            yield return new Verdict(
                endpoint.Endpoint, FormattableString.Invariant($"p95 ≤ {endpoint.Limit.TotalMilliseconds:0.#} ms, target {endpoint.TargetP95.TotalMilliseconds:0.#} ms"),
                FormattableString.Invariant($"{measured.Latency.P95:0.##} ms"), measured.Latency.P95 <= endpoint.Limit.TotalMilliseconds);
        }
        // Only a run that offers as much can tell whether as much is served.
        if (result.PlannedRate == 0 || result.Settings.Level < baseline.Throughput.TargetRps) yield break;
        var second = result.Timeline.Where(s => s.At > result.Settings.RampUp.TotalSeconds).Select(s => s.Ended - s.Failed).DefaultIfEmpty(0).Average();
        yield return new Verdict(
            "throughput", FormattableString.Invariant($"≥ {baseline.Throughput.Limit:0.#}/s, target {baseline.Throughput.TargetRps}/s"),
            FormattableString.Invariant($"{second:0.#}/s"), second >= baseline.Throughput.Limit);
    }

    /// <summary>The settings that <c>edgar load</c> has without options.</summary>
    private static LoadSettings Settings(LoadCatalog catalog, TierLoad load, string target)
    {
        var scenario = catalog.Scenarios[load.Scenario];
        double level = load.Rate ?? scenario.Users;
        return new LoadSettings(
            load.Scenario, scenario.Description, load.Rate is null ? LoadModel.Closed : LoadModel.Open, target, level, level * scenario.StartUsers / scenario.Users,
            scenario.RampUp * load.Scale, scenario.Duration * load.Scale, load.Scale, ThinkSeconds: 1, Connections: 64, TimeoutSeconds: 10, Skew: 1, CacheStart.Warm, Seed: 1,
            catalog.MixOf(scenario));
    }
}
