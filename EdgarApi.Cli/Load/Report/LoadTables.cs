using System.Globalization;
using EdgarApi.Cli.Load.Measurement;
using Spectre.Console;

namespace EdgarApi.Cli.Load.Report;

/// <summary>A run's result for people in a terminal.</summary>
internal static class LoadTables
{
    public static void Write(IAnsiConsole console, LoadResult result)
    {
        foreach (var line in Summary(result)) console.WriteLine(line);
        var table = Create(["endpoint", "ended", "errors", "p50 ms", "p95 ms", "p99 ms", "p99.9 ms", "max ms"], right: true);
        foreach (var endpoint in result.Endpoints) AddRow(table, endpoint.Name, Count(endpoint.Ended), Count(endpoint.Failed), endpoint.Latency);
        AddRow(table, "all", Count(result.Ended), Count(result.Failed), result.Latency);
        AddRow(table, "without waiting to be sent", "", "", result.ServiceTime);
        console.Write(table);

        var verdicts = Create(["", "requirement", "measured", "verdict"], right: false);
        foreach (var verdict in result.Verdicts) verdicts.AddRow(verdict.Subject, verdict.Requirement, verdict.Measured, verdict.Passed ? "met" : "MISSED");
        console.Write(verdicts);
    }

    /// <summary>The run in sentences.</summary>
    public static IEnumerable<string> Summary(LoadResult result)
    {
        var settings = result.Settings;
        var level = settings.Model == LoadModel.Open ? $"{Count((long)settings.Level)} requests a second, {settings.Connections} connections" : $"{Count((long)settings.Level)} users";
        yield return Line($"{settings.Scenario}: {settings.Description}. {settings.Model} model, {level}, {settings.RampUp.TotalSeconds:0.#} s ramp + {settings.Duration.TotalSeconds:0.#} s, caches {settings.Caches}, {result.Companies} companies{(result.StoppedEarly ? "; STOPPED EARLY" : "")}");
        yield return Line($"offered {Count(result.Offered)} ({result.OfferedRate:N1}/s), ended {Count(result.Ended)}, achieved {result.AchievedRate:N1}/s, errors {Count(result.Failed)}{Kinds(result.Errors)}, {result.Bytes / 1048576.0:N1} MB");
        yield return result.CacheHitShare is { } share ? Line($"cache hits {share:P2}{Kinds(result.Cache)}") : "cache: the answers do not say";
        foreach (var process in result.Processes)
            yield return Line($"{process.Name} (process {process.Id}): {process.Cores:0.00} cores, {process.MemoryMegabytes:N0} MB, at most {process.PeakMemoryMegabytes:N0} MB");
    }

    private static string Kinds(IReadOnlyDictionary<string, long> kinds) =>
        kinds.Count == 0 ? "" : $" ({string.Join(", ", kinds.OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key}: {Count(kind.Value)}"))})";

    private static Table Create(string[] columns, bool right)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        foreach (var column in columns) table.AddColumn(new TableColumn(column) { NoWrap = true, Alignment = right && column != columns[0] ? Justify.Right : Justify.Left });
        return table;
    }

    private static void AddRow(Table table, string name, string ended, string failed, LatencySummary latency) =>
        table.AddRow([name, ended, failed, .. ((double[])[latency.P50, latency.P95, latency.P99, latency.P999, latency.Max]).Select(value => Line($"{value:N2}"))]);

    private static string Count(long value) => Line($"{value:N0}");

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}
