using System.Net;
using System.Text;
using System.Text.Json;
using EdgarApi.LoadTesting.Measurement;

namespace EdgarApi.LoadTesting.Report;

/// <summary>Writes a run as JSON and as a self-contained HTML page.</summary>
public static class LoadReport
{
    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #1f2937; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
        table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
        th, td { padding: .3rem .6rem; border-bottom: 1px solid #e5e7eb; text-align: right }
        th:first-child, td:first-child { text-align: left }
        .met { color: #047857 } .missed { color: #b91c1c; font-weight: 600 }
        svg { width: 100%; height: auto; margin: .5rem 0 } svg text { font-size: 12px; fill: #4b5563 }
        svg .title { font-size: 15px; fill: #111827 } svg .grid { stroke: #e5e7eb }
        """;

    private const string Met = "<span class=\"met\">met</span>", Missed = "<span class=\"missed\">missed</span>";

    private static readonly string[] EndpointColumns =
        ["endpoint", "completed", "errors", "p50 ms", "p95 ms", "p99 ms", "p99.9 ms", "max ms"];

    /// <summary>Converts a run to JSON.</summary>
    public static string ToJson(LoadResult result) => JsonSerializer.Serialize(result, LoadResultJson.Default.LoadResult);

    /// <summary>Reads a run from a file that <c>edgar load --json</c> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is not a run.</exception>
    public static LoadResult Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), LoadResultJson.Default.LoadResult)
                ?? throw new JsonException("The JSON is null.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{file} is not a result of edgar load --json: {error.Message}", error);
        }
    }

    /// <summary>Converts a run to an HTML page with charts, without scripts or external files.</summary>
    public static string ToHtml(LoadResult result)
    {
        var title = $"Load test: {Escape(result.Settings.Scenario)}";
        var verdict = result.Passed
            ? "<span class=\"met\">all service levels met</span>"
            : "<span class=\"missed\">service levels missed</span>";
        var page = new StringBuilder("<!DOCTYPE html>\n");
        page.AppendLine(Text($"<html lang=\"en\"><head><meta charset=\"utf-8\"/><title>{title}</title>"));
        page.AppendLine(Text($"<style>{Style}</style></head><body><h1>{title}</h1>"));
        page.Append(Text($"<p>{result.Started:yyyy-MM-dd HH:mm:ss} UTC, {result.Seconds:0.#} s, "));
        page.AppendLine($"{Escape(result.Settings.Target)}: {verdict}</p>");
        foreach (var line in LoadSummary.GetLines(result)) page.AppendLine(Text($"<p>{Escape(line)}</p>"));
        page.AppendLine(CreateRateChart(result).ToSvg()).AppendLine(CreateLatencyChart(result).ToSvg());
        page.AppendLine(CreateDistributionChart(result).ToSvg());
        AddTable(page, EndpointColumns, [.. result.Endpoints.Select(e => ToRow(e.Name, e.Completed, e.Failed, e.Latency)),
            ToRow("all", result.Completed, result.Failed, result.Latency)]);
        AddTable(page, ["", "requirement", "measured", "verdict"], result.Verdicts.Select(v =>
            (string[])[Escape(v.Subject), Escape(v.Requirement), Escape(v.Measured), v.Passed ? Met : Missed]));
        page.AppendLine("<p>Latency runs from when a request was due (open model) or sent (closed model) to the end of its response.</p>");
        return page.AppendLine("</body></html>").ToString();
    }

    private static LineChart CreateRateChart(LoadResult result) => new(
        "Requests per second", "1/s",
        [
            ToLine("offered", result, second => second.Offered), ToLine("completed", result, second => second.Completed),
            ToLine("errors", result, second => second.Failed),
        ]);

    private static LineChart CreateLatencyChart(LoadResult result) => new(
        "Latency over time", "ms", [ToLine("p50", result, s => s.P50), ToLine("p99", result, s => s.P99)], Logarithmic: true);

    /// <summary>The horizontal axis counts nines: 90 %, 99 % and 99.9 % are equally far apart.</summary>
    private static LineChart CreateDistributionChart(LoadResult result)
    {
        static double ToNines(double percentile) => -Math.Log10(1 - percentile / 100);
        double[] marks = [0, 50, 90, 99, 99.9, 99.99, 99.999];
        var highest = result.Endpoints.SelectMany(e => e.Curve).Select(point => point.Percentile).DefaultIfEmpty(-1).Max();
        return new LineChart(
            "Latency by percentile", "ms",
            [.. result.Endpoints.Select(e => new ChartLine(e.Name, [.. e.Curve.Select(p => (ToNines(p.Percentile), p.Milliseconds))]))],
            Logarithmic: true, Ticks: [.. marks.Where(mark => mark <= highest).Select(mark => (ToNines(mark), Text($"{mark} %")))]);
    }

    private static ChartLine ToLine(string name, LoadResult result, Func<LoadSecond, double> value) =>
        new(name, [.. result.Timeline.Select(second => (second.At, value(second)))]);

    private static string[] ToRow(string name, long completed, long failed, LatencySummary latency)
    {
        double[] values = [latency.P50, latency.P95, latency.P99, latency.P999, latency.Max];
        return [Escape(name), Text($"{completed:N0}"), Text($"{failed:N0}"), .. values.Select(value => Text($"{value:N2}"))];
    }

    private static void AddTable(StringBuilder page, string[] columns, IEnumerable<string[]> rows)
    {
        page.Append("<table><tr>").AppendJoin("", columns.Select(column => $"<th>{column}</th>")).AppendLine("</tr>");
        foreach (var row in rows) page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{cell}</td>")).AppendLine("</tr>");
        page.AppendLine("</table>");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
