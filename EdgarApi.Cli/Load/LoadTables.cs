using System.Globalization;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Report;
using Spectre.Console;

namespace EdgarApi.Cli.Load;

/// <summary>The result of a run as tables in the terminal.</summary>
internal static class LoadTables
{
    private static readonly string[] EndpointColumns =
        ["endpoint", "completed", "errors", "p50 ms", "p95 ms", "p99 ms", "p99.9 ms", "max ms"];

    public static void Write(IAnsiConsole console, LoadResult result)
    {
        foreach (var line in LoadSummary.GetLines(result)) console.WriteLine(line);
        var table = new Table { Border = TableBorder.Horizontal };
        foreach (var column in EndpointColumns)
            table.AddColumn(new TableColumn(column) { NoWrap = true, Alignment = column == "endpoint" ? Justify.Left : Justify.Right });
        foreach (var endpoint in result.Endpoints)
            AddRow(table, endpoint.Name, Count(endpoint.Completed), Count(endpoint.Failed), endpoint.Latency);
        AddRow(table, "all", Count(result.Completed), Count(result.Failed), result.Latency);
        AddRow(table, "all, from when they were sent", "", "", result.ServiceTime);
        console.Write(table);
        VerdictTable.Write(console, result.Verdicts, "met", "MISSED");
    }

    private static void AddRow(Table table, string name, string completed, string failed, LatencySummary latency)
    {
        double[] values = [latency.P50, latency.P95, latency.P99, latency.P999, latency.Max];
        table.AddRow([name, completed, failed, .. values.Select(value => value.ToString("N2", CultureInfo.InvariantCulture))]);
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
