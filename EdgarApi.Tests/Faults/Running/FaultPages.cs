using System.Globalization;
using System.Text.RegularExpressions;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Report;
using EdgarApi.Operations;

namespace EdgarApi.Tests.Faults.Running;

/// <summary>Writes a page with the timeline of each run, and a page and a Markdown table of all.</summary>
internal sealed partial class FaultPages
{
    private const string Variable = "EDGAR_FAULTS_FOLDER";

    private static readonly string[] Columns =
    [
        "fault", "promise", "requests", "failed", "repeated", "p99 before ms", "p99 during ms", "p99 after ms", "recovered after s", "kept",
    ];

    private readonly List<FaultResult> _results = [];
    private readonly Lock _gate = new();

    /// <summary>The folder of the pages: the environment variable's value, or a folder of this test run.</summary>
    public string Folder { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : TestFolder.New("faults");

    /// <summary>Writes the page of a run, and the pages of all runs so far.</summary>
    public void Add(FaultResult result)
    {
        lock (_gate)
        {
            _results.Add(result);
            Directory.CreateDirectory(Folder);
            File.WriteAllText(Path.Combine(Folder, $"{GetFileName(result)}.html"), ToHtml(result));
            var rows = _results.Select(ToRow).ToList();
            var page = new HtmlPage("Faults");
            page.AddTable(Columns, rows, isText: true);
            File.WriteAllText(Path.Combine(Folder, "index.html"), page.ToString());
            File.WriteAllLines(
                Path.Combine(Folder, "faults.md"),
                [
                    $"| {string.Join(" | ", Columns)} |", $"|{string.Concat(Columns.Select(_ => " --- |"))}",
                    .. rows.Select(row => $"| {string.Join(" | ", row)} |"),
                ]);
        }
    }

    private static string ToHtml(FaultResult result)
    {
        var page = new HtmlPage(result.Fault.Name);
        page.AddParagraph($"Promise: {result.Fault.Promise}.");
        page.AddParagraph(result.Broken.Count == 0 ? "Kept." : $"Broken: {string.Join("; ", result.Broken)}.");
        List<(double, string)> marks =
        [
            (result.Times.Begun.TotalSeconds, "fault"), (result.Times.Recovered.TotalSeconds, "recovered"),
        ];
        if (result.Fault.EndAsync is not null) marks.Insert(1, (result.Times.Ended.TotalSeconds, "ended"));
        page.AddChart(new LineChart(
            "Requests per second", "1/s",
            [Line("due", second => second.Offered), Line("answered", second => second.Completed), Line("failed", second => second.Failed)])
        {
            Marks = marks,
        });
        page.AddChart(new LineChart(
            "Latency", "ms", [Line("p50", second => second.P50), Line("p99", second => second.P99)], Logarithmic: true) { Marks = marks });
        page.AddTable(
            ["", "requests", "failed", "repeated", "p50 ms", "p99 ms", "sent late, max ms", "above the service level"],
            result.Windows.Select(window => (string[])
            [
                window.Name, Text($"{window.Requests}"), Text($"{window.Failed}"), Text($"{window.Repeated}"), Text($"{window.P50:0.0}"),
                Text($"{window.P99:0.0}"), Text($"{window.Late:0.0}"), string.Join(", ", window.Slow),
            ]));
        page.AddParagraph($"Caches: {string.Join(", ", result.Caches.Select(entry => Text($"{entry.Key} {entry.Value}")))}.");
        foreach (var sample in result.Samples) page.AddParagraph(sample);
        page.AddTable(
            ["slowest", "due s", "sent late ms", "latency ms", "X-Cache"],
            result.Slowest.Select(request => (string[])
            [
                request.Path, Text($"{request.Due.TotalSeconds:0.00}"), Text($"{request.Late.TotalMilliseconds:0.0}"),
                Text($"{request.Latency.TotalMilliseconds:0.0}"), request.Cache ?? "",
            ]));
        return page.ToString();

        ChartLine Line(string name, Func<LoadSecond, double> value) =>
            new(name, [.. result.Timeline.Select(second => (second.At, value(second)))]);
    }

    private static string[] ToRow(FaultResult result) =>
    [
        result.Fault.Name, result.Fault.Promise, Text($"{result.Windows.Sum(window => window.Requests):N0}"),
        Text($"{result.Windows.Sum(window => window.Failed)}"), Text($"{result.Windows.Sum(window => window.Repeated)}"),
        Text($"{result.Before.P99:0}"), Text($"{result.During.P99:0}"), Text($"{result.After.P99:0}"),
        Text($"{result.Times.Recovery.TotalSeconds:0.0}"),
        result.Broken.Count > 0 ? string.Join("; ", result.Broken) : result.IsSlow ? "yes, but slow" : "yes",
    ];

    private static string GetFileName(FaultResult result) => NotLetters().Replace(result.Fault.Name, "-").Trim('-');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotLetters();
}
