using EdgarApi.LoadTesting.Measurement;

namespace EdgarApi.LoadTesting.Report;

/// <summary>A run in a few lines of text.</summary>
public static class LoadSummary
{
    /// <summary>Gets the lines: settings, counts, cache hits, and one per process.</summary>
    public static IEnumerable<string> GetLines(LoadResult result)
    {
        var settings = result.Settings;
        var level = settings.Model == LoadModel.Open
            ? $"{Count((long)settings.Level)} requests per second, {settings.Connections} connections"
            : $"{Count((long)settings.Level)} users";
        yield return Text($"{settings.Scenario}: {settings.Description}. {settings.Model} model, {level}, ")
            + Text($"{settings.RampUp.TotalSeconds:0.#} s ramp + {settings.Duration.TotalSeconds:0.#} s{GetRecovery(settings)}, ")
            + Text($"caches {settings.Caches}, ")
            + Text($"{result.Companies} companies{(result.StoppedEarly ? "; STOPPED EARLY" : "")}");
        yield return Text($"offered {Count(result.Offered)} ({result.OfferedRate:N1}/s), completed {Count(result.Completed)}, ")
            + Text($"achieved {result.AchievedRate:N1}/s, errors {Count(result.Failed)}{Breakdown(result.Errors)}, ")
            + Text($"{result.Bytes / 1048576.0:N1} MB");
        yield return result.CacheHitShare is { } share
            ? Text($"cache hits {share:P2}{Breakdown(result.Cache)}")
            : "cache hits unknown: no response has an X-Cache header";
        foreach (var process in result.Processes)
            yield return Text($"{process.Name} (process {process.Id}): {process.Cores:0.00} cores, ")
                + Text($"{process.MemoryMegabytes:N0} MB, peak {process.PeakMemoryMegabytes:N0} MB")
                + Text($"{GetCost(process, result.Completed)}");
    }

    /// <summary>CPU time per request: unlike latencies, it hardly depends on what else runs on the machine.</summary>
    private static string GetCost(ProcessUsage process, long requests) => requests == 0 ? ""
        : Text($", {process.CpuSeconds / requests * 1e6:N0} µs of CPU time per request");

    private static string GetRecovery(LoadSettings settings) => settings.Recovery > TimeSpan.Zero
        ? Text($" + {settings.Recovery.TotalSeconds:0.#} s recovery at {Count((long)settings.RecoveryLevel)}")
        : "";

    private static string Breakdown(IReadOnlyDictionary<string, long> counts) => counts.Count == 0
        ? ""
        : $" ({string.Join(", ", counts.OrderByDescending(entry => entry.Value).Select(entry => $"{entry.Key}: {Count(entry.Value)}"))})";

    private static string Count(long value) => Text($"{value:N0}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
