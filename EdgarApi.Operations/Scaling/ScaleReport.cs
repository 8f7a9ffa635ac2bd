using System.Globalization;
using System.Text;
using ScottPlot;

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

    /// <summary>Converts outcomes to a page with a table and a chart per traffic.</summary>
    public static string ToHtml(IReadOnlyList<ScaleOutcome> outcomes)
    {
        var page = new HtmlPage("Scale rules compared");
        page.AddParagraph($"Recommended: {ScaleStudy.Recommend(outcomes)}.");
        foreach (var traffic in outcomes.GroupBy(outcome => outcome.Traffic))
        {
            page.AddHeading(traffic.Key);
            page.AddTable(Columns, traffic.Select(ToCells));
            page.AddChart(CreateChart(traffic.Key, [.. traffic]));
        }

        return page.ToString();
    }

    /// <summary>Replicas by rules, with the traffic on an axis of its own.</summary>
    private static Plot CreateChart(string title, IReadOnlyList<ScaleOutcome> outcomes)
    {
        var plot = new Plot();
        plot.Title(title);
        plot.XLabel("minutes");
        plot.YLabel("replicas");
        foreach (var outcome in outcomes)
        {
            var line = plot.Add.ScatterLine(Minutes(outcome), [.. outcome.Timeline.Select(point => (double)point.Replicas)]);
            line.LegendText = outcome.Rules;
        }

        double[] rates = [.. outcomes[0].Timeline.Select(point => point.RequestsPerSecond)];
        var load = plot.Add.ScatterLine(Minutes(outcomes[0]), rates, Colors.Gray);
        load.LegendText = "requests per second (right)";
        load.LinePattern = LinePattern.Dotted;
        load.Axes.YAxis = plot.Axes.Right;
        plot.Axes.Right.Label.Text = "requests per second";
        plot.ShowLegend(Edge.Bottom);
        return plot;
    }

    private static double[] Minutes(ScaleOutcome outcome) => [.. outcome.Timeline.Select(point => point.Second / 60.0)];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
