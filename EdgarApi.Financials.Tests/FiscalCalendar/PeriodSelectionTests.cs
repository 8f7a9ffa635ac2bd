using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.FiscalCalendar;

/// <summary>Pages of periods together are a company's whole history, and show what one large page shows.</summary>
public sealed class PeriodSelectionTests
{
    private const int All = 1000;

    /// <summary>Week calendars, a changed year end, IFRS, a bank, a reverse merger, restatements.</summary>
    private static readonly int[] Varied =
    [
        Companies.Apple, Companies.Costco, Companies.UnderArmour, Companies.Tsmc, Companies.RoyalBank, Companies.Nikola, Companies.Hertz,
    ];

    public static TheoryData<int, string, string> Expected() =>
        new(ExpectedCells.Read("periods.csv").Select(row => (int.Parse(row["cik"]), row["freq"], row["ends"])));

    public static TheoryData<int, StatementKind, Frequency> Statements() => new(
        from cik in Varied
        from kind in Enum.GetValues<StatementKind>()
        from frequency in Enum.GetValues<Frequency>()
        select (cik, kind, frequency));

    [Theory]
    [MemberData(nameof(Expected))]
    public void Pages_reach_every_period_that_the_facts_support(int cik, string freq, string ends)
    {
        var frequency = freq == "annual" ? Frequency.Annual : Frequency.Quarterly;
        foreach (var size in (int[])[3, 40])
        {
            var pages = WalkStatement(cik, StatementKind.Income, frequency, size);
            Assert.Equal(ends.Split(' '), pages.SelectMany(page => page.Periods).Select(period => $"{period.End:yyyy-MM-dd}"));
            Assert.All(pages.SkipLast(1), page => Assert.Equal(size, page.Periods.Count));
        }
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Pages_have_the_values_of_one_large_page(int cik, StatementKind kind, Frequency frequency)
    {
        var whole = StatementBuilder.Build(Companies.Facts(cik), new StatementRequest(kind, frequency, All));
        Assert.False(whole.HasOlder);
        var pages = WalkStatement(cik, kind, frequency, 7);

        Assert.Equal(whole.Periods, pages.SelectMany(page => page.Periods));
        Assert.Equal(whole.Periods.Count, whole.Periods.Select(period => period.End).Distinct().Count());
        Assert.Equal(whole.Checks, pages.SelectMany(page => page.Checks));
        foreach (var line in whole.Lines)
        {
            var values = pages.SelectMany(page => page.Lines.FirstOrDefault(part => part.Id == line.Id)?.Values
                ?? [.. page.Periods.Select(_ => MetricValue.Missing(ReasonCode.NotReported))]).ToList();
            Assert.Equal(line.Values.Select(value => value.Value), values.Select(value => value.Value));
            Assert.Equal(line.Values.Select(value => value.Source?.Accession), values.Select(value => value.Source?.Accession));
        }
    }

    [Fact]
    public void Restated_quarters_before_the_fortieth_are_reachable()
    {
        var whole = StatementBuilder.Build(
            Companies.Facts(Companies.Apple), new StatementRequest(StatementKind.Income, Frequency.Quarterly, 40));
        Assert.Equal("2016Q3", whole.Periods[^1].Key);
        Assert.True(whole.HasOlder);

        var older = StatementBuilder.Build(
            Companies.Facts(Companies.Apple),
            new StatementRequest(StatementKind.Income, Frequency.Quarterly, 40) { To = whole.Periods[^1].End.AddDays(-1) });
        Assert.Equal("2016Q2", older.Periods[0].Key);
        // Quarter to 2016-03-26 in the 10-Q of 2016: net sales of 50,557 million.
        Assert.Equal(50_557_000_000, older.Lines.Single(line => line.Id == "Revenue").Values[0].Value);
    }

    [Fact]
    public void The_bounds_are_inclusive_period_ends()
    {
        var statement = StatementBuilder.Build(
            Companies.Facts(Companies.Apple),
            new StatementRequest(StatementKind.Income, Frequency.Quarterly, 40)
            {
                From = new DateOnly(2015, 3, 28), To = new DateOnly(2015, 12, 26),
            });
        Assert.Equal(["2016Q1", "2015Q4", "2015Q3", "2015Q2"], statement.Periods.Select(period => period.Key));
        Assert.False(statement.HasOlder);
    }

    [Theory]
    [InlineData(Companies.Apple, Frequency.Quarterly)]
    [InlineData(Companies.Costco, Frequency.Ttm)]
    [InlineData(Companies.Tsmc, Frequency.Annual)]
    public void Pages_of_series_and_ratios_have_the_values_of_one_large_page(int cik, Frequency frequency)
    {
        var (facts, options) = (Companies.Facts(cik), new StatementOptions());
        Metric[] metrics = [.. MetricCatalog.All.Where(metric => metric.Id is "Revenue" or "EpsDiluted" or "Assets")];
        var series = TimeSeriesBuilder.Build(facts, metrics, frequency, All, options);
        var seriesPages = Walk(
            selection => TimeSeriesBuilder.Build(facts, metrics, frequency, selection, options),
            page => page.Series[0].Points.Select(point => point.Period).Reverse(), page => page.HasOlder);
        for (var i = 0; i < metrics.Length; i++)
            Assert.Equal(
                series.Series[i].Points.Select(point => (point.Period, point.Value.Value, point.Growth)),
                Enumerable.Reverse(seriesPages).SelectMany(page => page.Series[i].Points)
                    .Select(point => (point.Period, point.Value.Value, point.Growth)));

        var ratios = RatioBuilder.Build(facts, frequency, All, options);
        var ratioPages = Walk(
            selection => RatioBuilder.Build(facts, frequency, selection, options), page => page.Periods, page => page.HasOlder);
        Assert.Equal(ratios.Periods, ratioPages.SelectMany(page => page.Periods));
        for (var i = 0; i < ratios.Ratios.Count; i++)
            Assert.Equal(
                ratios.Ratios[i].Values.Select(value => (value.Value, value.ReasonCode)),
                ratioPages.SelectMany(page => page.Ratios[i].Values).Select(value => (value.Value, value.ReasonCode)));
    }

    [Fact]
    public void Pages_of_the_reported_view_have_the_values_of_one_large_page()
    {
        var request = new StatementRequest(StatementKind.Balance, Frequency.Quarterly, All) { View = StatementView.Reported };
        var whole = StatementBuilder.Build(Companies.Facts(Companies.Nike), request);
        var pages = Walk(
            selection => StatementBuilder.Build(
                Companies.Facts(Companies.Nike), request with { Periods = selection.Count, From = selection.From, To = selection.To }),
            page => page.Periods, page => page.HasOlder);
        Assert.Equal(whole.Periods, pages.SelectMany(page => page.Periods));
        Assert.Equal(
            whole.Lines.Sum(line => line.Values.Count(value => value.Value is not null)),
            pages.Sum(page => page.Lines.Sum(line => line.Values.Count(value => value.Value is not null))));
    }

    private static List<Statement> WalkStatement(int cik, StatementKind kind, Frequency frequency, int size) => Walk(
        selection => StatementBuilder.Build(
            Companies.Facts(cik),
            new StatementRequest(kind, frequency, selection.Count) { From = selection.From, To = selection.To }),
        page => page.Periods, page => page.HasOlder, size);

    private static List<T> Walk<T>(
        Func<PeriodSelection, T> build, Func<T, IEnumerable<FiscalPeriod>> getPeriods, Func<T, bool> hasOlder, int size = 7)
    {
        var pages = new List<T> { build(size) };
        while (hasOlder(pages[^1]))
            pages.Add(build(new PeriodSelection(size, To: getPeriods(pages[^1]).Last().End.AddDays(-1))));
        return pages;
    }
}
