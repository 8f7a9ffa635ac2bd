using System.Net;
using System.Text;
using EdgarApi.LoadTesting.Report;

namespace EdgarApi.Operations;

/// <summary>A report as one HTML file, without scripts or external files, in light and dark.</summary>
internal sealed class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
        table { border-collapse: collapse; margin: 1rem 0 } section { overflow-x: auto }
        th, td { padding: .25rem .6rem; border-bottom: 1px solid #8884; text-align: right }
        td { white-space: nowrap } .text td { white-space: normal }
        th:first-child, td:first-child, .text th, .text td { text-align: left; vertical-align: top }
        svg { width: 100%; height: auto; margin: .5rem 0 } svg text { font-size: 12px; fill: currentColor }
        svg .title { font-size: 15px } svg .grid { stroke: #8884 }
        """;

    private readonly StringBuilder _page = new("<!DOCTYPE html>\n");

    public HtmlPage(string title) =>
        _page.Append("<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width\"/>")
            .Append("<title>").Append(Escape(title)).Append("</title><style>").Append(Style).Append("</style></head><body><h1>")
            .Append(Escape(title)).Append("</h1>\n");

    public void AddHeading(string text) => _page.Append("<h2>").Append(Escape(text)).Append("</h2>\n");

    public void AddParagraph(string text) => _page.Append("<p>").Append(Escape(text)).Append("</p>\n");

    /// <summary>Adds a table of numbers, or of text that wraps.</summary>
    public void AddTable(IEnumerable<string> header, IEnumerable<string[]> rows, bool isText = false)
    {
        _page.Append(isText ? "<section><table class=\"text\"><tr>" : "<section><table><tr>");
        foreach (var cell in header) _page.Append("<th>").Append(Escape(cell)).Append("</th>");
        _page.Append("</tr>\n");
        foreach (var row in rows)
        {
            _page.Append("<tr>");
            foreach (var cell in row) _page.Append("<td>").Append(Escape(cell)).Append("</td>");
            _page.Append("</tr>\n");
        }

        _page.Append("</table></section>\n");
    }

    public void AddChart(LineChart chart) => _page.Append(chart.ToSvg()).Append('\n');

    public override string ToString() => $"{_page}</body></html>\n";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
