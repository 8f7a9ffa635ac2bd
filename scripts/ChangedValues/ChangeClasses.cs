using System.Globalization;
using System.Text.RegularExpressions;

namespace ChangedValues;

/// <summary>
/// The classes of errors that the rules fix, from <c>classes.tsv</c>: of its rows the first one counts that has the metric, the kind of
/// change and the filer's industry. In a metric's name <c>*</c> is any text. A change may also be <c>smaller</c> or <c>larger</c>. An
/// industry is a range of SIC codes.
/// </summary>
internal sealed class ChangeClasses
{
    /// <summary>The class of a change that no row has.</summary>
    public const string None = "none";

    private readonly List<Row> _rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "classes.tsv")).Skip(1).Select(line => line.Split('\t')).Select(cells =>
            new Row(
                cells[0], new Regex($"^({cells[1].Replace("*", ".*", StringComparison.Ordinal)})$"), cells[2], ReadRange(cells[3]),
                cells[4])),
    ];

    /// <summary>The class of a change of a metric.</summary>
    public string Find(string metric, string change, decimal? before, decimal? after, int? sic) => _rows.Find(row =>
        row.Metrics.IsMatch(metric) && Matches(row.Change, change, before, after) && row.Industry?.Contains(sic) != false)?.Class ?? None;

    /// <summary>What a class is about: the meaning of its first row.</summary>
    public string GetMeaning(string name) => _rows.Find(row => row.Class == name)?.Meaning ?? "none of the classes";

    private static bool Matches(string expected, string change, decimal? before, decimal? after) => expected switch
    {
        "*" => true,
        "smaller" => Math.Abs(after ?? decimal.MaxValue) < Math.Abs(before ?? 0),
        "larger" => Math.Abs(after ?? 0) > Math.Abs(before ?? decimal.MaxValue),
        _ => expected == change,
    };

    private static Range? ReadRange(string text) => text.Split('-') is [var first, var last]
        ? new Range(int.Parse(first, CultureInfo.InvariantCulture), int.Parse(last, CultureInfo.InvariantCulture)) : null;

    private sealed record Row(string Class, Regex Metrics, string Change, Range? Industry, string Meaning);

    private sealed record Range(int First, int Last)
    {
        public bool Contains(int? code) => code >= First && code <= Last;
    }
}
