using System.Globalization;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Cases;

/// <summary>
/// Figures of small files on which rules are easily wrong: <c>cases/numbers/index.tsv</c> beside the SEC's bulk files names the right value
/// of each, with its evidence.
/// </summary>
public class NumberCaseTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(EdgarData.Folder, "../cases/numbers"));

    /// <summary>Case, CIK, metric, frequency, last day, and the right value in words.</summary>
    public static TheoryData<string, string, string, string, string, string> Rows => [.. Read()];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Rows))]
    public void A_figure_is_right(string name, string cik, string metric, string frequency, string end, string right)
    {
        var file = Path.Combine(Folder, name, $"CIK{cik}.json");
        var value = Find(CompanyFacts.Parse(File.ReadAllBytes(file)), metric, Enum.Parse<Frequency>(frequency, ignoreCase: true), end);

        Assert.Contains(value.Value, Parse(right));
        if (value.Value is null) Assert.NotEmpty(value.Reason!);
    }

    /// <summary>The value of the period that ends on the day; a missing one if there is no such period.</summary>
    private static MetricValue Find(CompanyFacts facts, string id, Frequency frequency, string end)
    {
        Assert.True(MetricCatalog.TryFind(id, out var metric), $"There is no metric {id}.");
        var day = DateOnly.Parse(end, CultureInfo.InvariantCulture);
        Metric[] metrics = [metric, .. MetricCatalog.All.Where(other => other.IsEssential)];
        var points = TimeSeriesBuilder.Build(facts, metrics, frequency, 200, new StatementOptions()).Series[0].Points;
        return points.FirstOrDefault(point => point.Period.End == day)?.Value ?? new MetricValue(null, null, "no such period");
    }

    /// <summary>The amounts of <c>none, or 13832000000 (…)</c>: a figure that is missing, or the amount.</summary>
    private static IEnumerable<decimal?> Parse(string right) => right.Split(", or ").Select(text => text.Split(' ')[0])
        .Select(text => text == "none" ? (decimal?)null : decimal.Parse(text, CultureInfo.InvariantCulture));

    private static IEnumerable<TheoryDataRow<string, string, string, string, string, string>> Read()
    {
        var index = Path.Combine(Folder, "index.tsv");
        if (!File.Exists(index)) yield break;
        foreach (var line in File.ReadLines(index).Skip(1))
        {
            var cells = line.Split('\t');
            // A line that was missing from the catalog has no id in the index.
            var metric = cells[2].EndsWith("cash flow of discontinued operations", StringComparison.Ordinal) ? "DiscontinuedCashFlow" : cells[2];
            yield return new(cells[0], cells[1], metric, cells[3], cells[4], cells[6]);
        }
    }
}
