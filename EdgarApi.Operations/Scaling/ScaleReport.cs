using System.Globalization;
using System.Text;
using EdgarApi.LoadTesting.Report;

namespace EdgarApi.Operations.Scaling;

/// <summary>Writes outcomes as CSV or as an HTML page with charts.</summary>
public static class ScaleReport
{
    /// <summary>The columns of the comparison.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["rules", "most replicas", "seconds outside", "requests lost", "longest queue", "largest p95 ms", "replica hours", "cost"];

    /// <summary>The values of an outcome in the order of the columns.</summary>
    public static string[] ToCells(ScaleOutcome outcome) =>
    [
        outcome.Rules, Text($"{outcome.MaxReplicas}"), Text($"{outcome.SecondsOutside}"), Text($"{outcome.Lost:0}"),
        Text($"{outcome.MaxQueue:0}"), Text($"{outcome.MaxP95:0}"), Text($"{outcome.ReplicaHours:0.#}"), Text($"{outcome.Cost:0.00}"),
    ];

    /// <summary>Converts outcomes to CSV, one line each.</summary>
    public static string ToCsv(IReadOnlyList<ScaleOutcome> outcomes)
    {
        var csv = new StringBuilder("traffic,").AppendJoin(',', Columns).Append('\n');
        foreach (var outcome in outcomes)
            csv.AppendJoin(',', ToCells(outcome).Prepend(outcome.Traffic).Select(cell => $"\"{cell}\"")).Append('\n');
        return csv.ToString();
    }

    /// <summary>Converts outcomes to a page with a table and charts per traffic.</summary>
    public static string ToHtml(IReadOnlyList<ScaleOutcome> outcomes) =>
        ToHtml("Scale rules compared", $"Recommended: {ScaleStudy.Recommend(outcomes)}.", outcomes);

    /// <inheritdoc cref="ToHtml(IReadOnlyList{ScaleOutcome})"/>
    /// <param name="title">The title.</param>
    /// <param name="summary">A sentence before the tables.</param>
    /// <param name="outcomes">The outcomes.</param>
    public static string ToHtml(string title, string summary, IReadOnlyList<ScaleOutcome> outcomes)
    {
        var page = new HtmlPage(title);
        page.AddParagraph(summary);
        foreach (var traffic in outcomes.GroupBy(outcome => outcome.Traffic))
        {
            page.AddHeading(traffic.Key);
            page.AddTable(Columns, traffic.Select(ToCells));
            var lines = traffic.Select(outcome => (outcome.Rules, outcome)).ToList();
            page.AddChart(CreateChart("Replicas", "number", lines, point => point.Replicas));
            page.AddChart(CreateChart("95th percentile", "ms", lines, point => point.P95) with { Logarithmic = true });
            page.AddChart(CreateChart("Waiting requests", "number", lines, point => point.Queue));
            page.AddChart(CreateChart("Seconds outside the service level", "so far", lines, point => point.SecondsOutside));
            page.AddChart(CreateChart("Replica hours", "so far", lines, point => point.ReplicaHours));
            page.AddChart(CreateChart("Cost", "so far", lines, point => (double)point.Cost));
            page.AddChart(CreateChart(
                "Requests", "per second", [("requests per second", traffic.First())], point => point.RequestsPerSecond));
        }

        return page.ToString();
    }

    private static LineChart CreateChart(
        string title, string unit, IEnumerable<(string Name, ScaleOutcome Outcome)> lines, Func<ScalePoint, double> value) => new(
        title, unit,
        [.. lines.Select(line => new ChartLine(
            line.Name, [.. line.Outcome.Timeline.Select(point => ((double)point.Second, value(point)))]))]);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
