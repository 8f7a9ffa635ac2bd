using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests;

/// <summary>
/// Headline metrics of 21 companies (all years and twelve quarters) match figures computed from the raw files independently.
/// </summary>
public class HeadlineTests
{
    public static TheoryData<string> Tickers => [.. ExpectedCells.Read("headline.csv").Select(row => row["ticker"]).Distinct()];

    public static TheoryData<string> TickersOfLines => [.. ExpectedCells.Read("lines.csv").Select(row => row["ticker"]).Distinct()];

    [Theory]
    [MemberData(nameof(Tickers))]
    public void Headline_figures_match_the_filings(string ticker) => AssertFigures("headline.csv", ticker);

    [Theory]
    [MemberData(nameof(TickersOfLines))]
    public void Ten_years_of_other_lines_match_the_filings(string ticker) => AssertFigures("lines.csv", ticker);

    private static void AssertFigures(string file, string ticker)
    {
        var rows = ExpectedCells.Read(file).Where(row => row["ticker"] == ticker).ToList();
        var facts = Companies.Facts(int.Parse(rows[0]["cik"]));
        var wrong = new List<string>();
        foreach (var group in rows.GroupBy(row => (Metric: row["metric"], Frequency: GetFrequency(row["period_key"]))))
        {
            Assert.True(MetricCatalog.TryFind(group.Key.Metric, out var metric));
            var points = TimeSeriesBuilder.Build(facts, [metric], group.Key.Frequency, 200, new StatementOptions()).Series[0].Points
                .ToDictionary(point => point.Period.Key);
            foreach (var row in group)
            {
                var expected = ExpectedCells.Number(row["value"])!.Value;
                var point = points.GetValueOrDefault(row["period_key"]);
                if (point?.Value.Value is not { } value
                    || Math.Abs(value - expected) > Tolerance(metric, row, expected)
                    || point.Period.End.ToString("yyyy-MM-dd") != row["end"]
                    || row["start"] is { Length: > 0 } start && point.Period.Start.ToString("yyyy-MM-dd") != start)
                {
                    var actual = point?.Value.Value?.ToString() ?? point?.Value.Reason ?? "no such period";
                    wrong.Add($"{row["metric"]} {row["period_key"]}: {expected} ({row["note"]}), not {actual}");
                }
            }
        }
        Assert.Empty(wrong);
    }

    /// <summary>
    /// Per-share figures are compared to the digits given, computed share counts within their rounding, and amounts exactly.
    /// </summary>
    private static decimal Tolerance(Metric metric, Dictionary<string, string> row, decimal expected) => metric.Unit switch
    {
        UnitKind.PerShare => row["kind"] == "reported" ? 0.00001m : 0.006m,
        UnitKind.Shares => Math.Abs(expected) * 0.0001m + 1,
        // For sums of rounded parts, the note gives the difference between the two ways of summing.
        _ => row["note"].Contains("allow that", StringComparison.Ordinal) ? 1_000_000m : 0m,
    };

    private static Frequency GetFrequency(string key) =>
        key.StartsWith("TTM", StringComparison.Ordinal) ? Frequency.Ttm
        : key.Contains('Q', StringComparison.Ordinal) ? Frequency.Quarterly
        : Frequency.Annual;
}
