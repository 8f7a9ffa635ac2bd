using System.Net;
using System.Text;
using System.Text.Json;
using EdgarApi.Cli.Load.Measurement;

namespace EdgarApi.Cli.Load.Report;

/// <summary>A run's result as one HTML page with everything in it, and as JSON.</summary>
internal static class LoadReport
{
    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #1f2937; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
        table { border-collapse: collapse; width: 100%; margin: 1rem 0 } th, td { padding: .3rem .6rem; border-bottom: 1px solid #e5e7eb; text-align: right }
        th:first-child, td:first-child { text-align: left } .met { color: #047857 } .missed { color: #b91c1c; font-weight: 600 }
        svg { width: 100%; height: auto; margin: .5rem 0 } svg text { font-size: 12px; fill: #4b5563 } svg .title { font-size: 15px; fill: #111827 } svg .grid { stroke: #e5e7eb }
        """;

    public static void WriteJson(string file, LoadResult result, TextWriter standard)
    {
        var json = JsonSerializer.Serialize(result, LoadResultJson.Default.LoadResult);
        if (file == "-") standard.WriteLine(json);
        else File.WriteAllText(file, json);
    }

    public static string Html(LoadResult result)
    {
        var verdict = result.Passed ? "<span class=\"met\">all service levels met</span>" : "<span class=\"missed\">service levels missed</span>";
        var page = new StringBuilder();
        page.AppendLine("<!DOCTYPE html>").AppendLine("<html lang=\"en\"><head><meta charset=\"utf-8\"/>").AppendLine(Text($"<title>Load test: {Escape(result.Settings.Scenario)}</title>"))
            .AppendLine(Text($"<style>{Style}</style></head><body>")).AppendLine(Text($"<h1>Load test: {Escape(result.Settings.Scenario)}</h1>"))
            .AppendLine(Text($"<p>{result.Started:yyyy-MM-dd HH:mm:ss} UTC, {result.Seconds:0.#} s, {Escape(result.Settings.Target)}: {verdict}</p>"));
        foreach (var line in LoadTables.Summary(result)) page.AppendLine(Text($"<p>{Escape(line)}</p>"));
        page.AppendLine(Rates(result).ToSvg()).AppendLine(Latencies(result).ToSvg()).AppendLine(Distribution(result).ToSvg());
        AddTable(page, ["endpoint", "ended", "errors", "p50 ms", "p95 ms", "p99 ms", "p99.9 ms", "max ms"], [.. result.Endpoints
            .Select(endpoint => Row(endpoint.Name, endpoint.Ended, endpoint.Failed, endpoint.Latency)), Row("all", result.Ended, result.Failed, result.Latency)]);
        AddTable(page, ["", "requirement", "measured", "verdict"], result.Verdicts.Select(v => (string[])
            [Escape(v.Subject), Escape(v.Requirement), Escape(v.Measured), v.Passed ? "<span class=\"met\">met</span>" : "<span class=\"missed\">missed</span>"]));
        return page.AppendLine("<p>Latency runs from when a request was due (open model) or sent (closed model) to the end of its answer.</p>").AppendLine("</body></html>").ToString();
    }

    private static LineChart Rates(LoadResult result) => new(
        "Requests a second", "1/s",
        [Line("offered", result, s => s.Offered), Line("ended", result, s => s.Ended), Line("errors", result, s => s.Failed)]);

    private static LineChart Latencies(LoadResult result) => new(
        "Latency over time", "ms", [Line("p50", result, s => s.P50), Line("p99", result, s => s.P99)], Logarithmic: true);

    /// <summary>The level axis counts nines: each tenth of what is left takes as much room as the one before.</summary>
    private static LineChart Distribution(LoadResult result)
    {
        static double Nines(double percentile) => -Math.Log10(1 - percentile / 100);
        return new LineChart(
            "Latency by percentile", "ms",
            [.. result.Endpoints.Select(e => new ChartLine(e.Name, [.. e.Curve.Select(p => (Nines(p.Percentile), p.Milliseconds))]))], Logarithmic: true,
            Ticks: [.. ((double[])[0, 50, 90, 99, 99.9, 99.99, 99.999]).Where(p => result.Endpoints.Any(e => e.Curve.Any(c => c.Percentile >= p))).Select(p => (Nines(p), Text($"{p} %")))]);
    }

    private static ChartLine Line(string name, LoadResult result, Func<LoadSecond, double> value) => new(name, [.. result.Timeline.Select(second => (second.At, value(second)))]);

    private static string[] Row(string name, long ended, long failed, LatencySummary latency) =>
        [Escape(name), Text($"{ended:N0}"), Text($"{failed:N0}"), .. ((double[])[latency.P50, latency.P95, latency.P99, latency.P999, latency.Max]).Select(value => Text($"{value:N2}"))];

    private static void AddTable(StringBuilder page, string[] columns, IEnumerable<string[]> rows)
    {
        page.Append("<table><tr>").AppendJoin("", columns.Select(column => $"<th>{column}</th>")).AppendLine("</tr>");
        foreach (var row in rows) page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{cell}</td>")).AppendLine("</tr>");
        page.AppendLine("</table>");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
