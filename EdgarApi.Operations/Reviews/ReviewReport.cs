using System.Text;
using static EdgarApi.Operations.Reviews.ReviewFormat;

namespace EdgarApi.Operations.Reviews;

/// <summary>A review as Markdown or as one HTML page.</summary>
public static class ReviewReport
{
    /// <summary>An image of its own has no page whose colors it could take.</summary>
    private const string ImageStyle =
        "<style>svg { background: #fff; font: 12px system-ui, sans-serif; fill: #222 } .title { font-size: 15px } .grid { stroke: #8884 }"
        + "</style>";

    private static readonly string[] ActionColumns = ["priority", "what to do", "evidence"];
    private static readonly string[] SourceColumns = ["source", "state"];

    /// <summary>Converts a review to Markdown.</summary>
    /// <param name="review">The review.</param>
    /// <param name="addImage">Takes a chart as SVG and returns the address of its image; null leaves charts out.</param>
    public static string ToMarkdown(Review review, Func<string, string>? addImage = null)
    {
        var text = new StringBuilder($"# {GetTitle(review)}\n\n{GetPeriod(review)}\n\n## Actions\n\n");
        AddTable(text, ActionColumns, ToRows(review.Actions), "Nothing to do.");
        foreach (var (number, section) in review.Sections.Index())
        {
            text.Append(Text($"## {number + 1}. {section.Title}\n\n"));
            foreach (var block in section.Blocks)
            {
                switch (block)
                {
                    case ReviewText paragraph: text.Append(paragraph.Text).Append("\n\n"); break;
                    case ReviewGap gap: text.Append(Describe(gap, "**Missing:** ")).Append("\n\n"); break;
                    case ReviewTable table: AddTable(text, table.Header, table.Rows, "None."); break;
                    case ReviewChart { Chart: var chart } when addImage is not null:
                        text.Append($"![{chart.Title}]({addImage(ToImage(chart.ToSvg()))})\n\n");
                        break;
                }
            }
        }

        text.Append("## Sources\n\n");
        AddTable(text, SourceColumns, ToRows(review.Sources), "None.");
        return text.ToString().TrimEnd() + "\n";
    }

    /// <summary>Converts a review to an HTML page with charts, without scripts or external files.</summary>
    public static string ToHtml(Review review)
    {
        var page = new HtmlPage(GetTitle(review));
        page.AddParagraph(GetPeriod(review));
        page.AddHeading("Actions");
        if (review.Actions.Count == 0) page.AddParagraph("Nothing to do.");
        else page.AddTable(ActionColumns, ToRows(review.Actions), isText: true);
        foreach (var (number, section) in review.Sections.Index())
        {
            page.AddHeading(Text($"{number + 1}. {section.Title}"));
            foreach (var block in section.Blocks)
            {
                switch (block)
                {
                    case ReviewText paragraph: page.AddParagraph(paragraph.Text); break;
                    case ReviewGap gap: page.AddParagraph(Describe(gap, "Missing: ")); break;
                    case ReviewTable { Rows.Count: 0 }: page.AddParagraph("None."); break;
                    case ReviewTable table: page.AddTable(table.Header, table.Rows, isText: true); break;
                    case ReviewChart chart: page.AddChart(chart.Chart); break;
                }
            }
        }

        page.AddHeading("Sources");
        page.AddTable(SourceColumns, ToRows(review.Sources), isText: true);
        return page.ToString();
    }

    private static string GetTitle(Review review) => Text($"{review.Kind} review of {review.To.UtcDateTime:yyyy-MM-dd}");

    private static string GetPeriod(Review review) => $"{Time(review.From)} to {Time(review.To)}.";

    private static string Describe(ReviewGap gap, string missing) => $"{missing}{gap.What}. {gap.Reason}";

    private static IReadOnlyList<string[]> ToRows(IReadOnlyList<ReviewAction> actions) =>
        [.. actions.Select(action => (string[])[action.Priority.ToString().ToLowerInvariant(), action.What, action.Evidence])];

    private static IReadOnlyList<string[]> ToRows(IReadOnlyList<ReviewSource> sources) =>
        [.. sources.Select(source => (string[])[source.Name, source.IsMissing ? $"missing: {source.State}" : source.State])];

    private static void AddTable(StringBuilder text, IReadOnlyList<string> header, IReadOnlyList<string[]> rows, string empty)
    {
        if (rows.Count == 0)
        {
            text.Append(empty).Append("\n\n");
            return;
        }

        AddRow(text, header);
        AddRow(text, header.Select(_ => "---"));
        foreach (var row in rows) AddRow(text, row.Select(Escape));
        text.Append('\n');
    }

    private static void AddRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Escape(string cell) =>
        cell.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static string ToImage(string svg) => svg.Insert(svg.IndexOf('>', StringComparison.Ordinal) + 1, ImageStyle);
}
