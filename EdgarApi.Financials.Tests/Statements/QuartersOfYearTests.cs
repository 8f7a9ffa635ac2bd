using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Statements;

/// <summary>Quarters have the basis of their year if the filings allow it. Expected values come from the raw files.</summary>
public class QuartersOfYearTests
{
    private const int Celadon = 865941,
        MorganStanley = 895421,
        Intuit = 896878,
        IntercontinentalExchange = 1571949,
        Tesla = 1318605,
        Herc = 1364479,
        Hertz = 1657853,
        GeneralElectric = 40545;

    private const decimal Million = 1_000_000m;

    [Fact]
    public void Hertz_quarters_come_from_quarterly_reports_not_from_continuing_operations() =>
        Assert.Equal([-34 - 36, 36, 237, 273 - 203], Millions(Hertz, "NetIncome", 2015));

    [Fact]
    public void Hertz_2016_quarters_add_up_to_the_years_loss() =>
        Assert.Equal([-51, -43, 42, -491 + 51], Millions(Hertz, "NetIncome", 2016));

    [Fact]
    public void Hertz_cash_flows_continue_under_another_concept() =>
        Assert.Equal([485, 963 - 485, 1_977 - 963, 2_394 - 1_977], Millions(Hertz, "OperatingCashFlow", 2017));

    [Fact]
    public void Herc_recast_half_year_and_nine_months_share_a_basis_despite_two_concepts() =>
        Assert.Equal(
            [284.67m, 1_016.224m - 284.67m, 1_729.556m - 1_016.224m, 2_208.679m - 1_729.556m],
            Millions(Herc, "OperatingCashFlow", 2010));

    [Fact]
    public void Herc_2013_quarters_are_restated_with_their_year() => Assert.Equal([6, 111, 202, -18], Millions(Herc, "NetIncome", 2013));

    [Fact]
    public void Herc_half_year_recast_for_the_spin_off_does_not_imply_its_first_quarter() =>
        Assert.Equal([782, null, 377 - 248.2m, 496.3m - 377], Millions(Herc, "OperatingCashFlow", 2015));

    [Fact]
    public void Celadon_nine_months_already_agree_with_a_later_amendment() =>
        Assert.Equal([16.470m, 38.002m - 16.470m, 53.267m - 38.002m, 70.084m - 53.267m], Millions(Celadon, "OperatingCashFlow", 2011));

    [Fact]
    public void Tesla_half_year_recast_under_another_concept_does_not_match_its_first_quarter()
    {
        var second = Points(Tesla, "OperatingCashFlow", 2013)[1].Value;

        Assert.Null(second.Value);
        Assert.Equal("the longer period was restated, its part was not", second.Reason);
    }

    [Fact]
    public void Intuit_table_tagged_a_year_too_early_does_not_replace_the_quarters() =>
        Assert.Equal([-64, 118, 734, 4], Millions(Intuit, "NetIncome", 2012));

    [Fact]
    public void Intercontinental_Exchange_table_tagged_a_year_too_early_does_not_replace_the_quarters() =>
        Assert.Equal([315, 283, 306, 370], Millions(IntercontinentalExchange, "NetIncome", 2015));

    /// <summary>
    /// Nine months of 94,595 were filed in November 2015: after the half year of 62,488 (July) and the year of 132,208 (August), and before
    /// the year of 117,184 (February). The half year plus the third quarter of 32,107 is exactly the nine months, so they belong to the
    /// year filed in August.
    /// </summary>
    [Fact]
    public void General_Electric_nine_months_belong_to_the_basis_of_the_half_year_they_continue()
    {
        Assert.Equal([62_488 - 32_260, 32_260, 32_107, 132_208 - 94_595], Millions(GeneralElectric, "Revenue", 2014));
        Assert.NotEmptyAndAll(Points(GeneralElectric, "Revenue", 2014), point => Assert.True(point.Value.Source!.MixedBasis));
    }

    /// <summary>
    /// Nine months of 3,500 were filed between the years of 4,151 and 3,808. The report with 4,151 gives a fourth quarter of 651, exactly
    /// the
    /// difference, so 3,808 − 3,500 would mix two bases. The fourth quarter of 567 from the later report is shown and marked.
    /// </summary>
    [Fact]
    public void Intuit_nine_months_belong_to_the_year_whose_fourth_quarter_they_imply()
    {
        Assert.Equal([575, 999, 1_926, 567], Millions(Intuit, "Revenue", 2012));
        Assert.Equal([-84, 195, 1_111, -47], Millions(Intuit, "OperatingIncome", 2012));
        Assert.NotEmptyAndAll(Points(Intuit, "Revenue", 2012), point => Assert.True(point.Value.Source!.MixedBasis));
    }

    [Theory]
    [InlineData(Companies.UnderArmour, "revenue", "FY2021", CheckStatus.Restated)]
    [InlineData(Intuit, "revenue", "FY2012", CheckStatus.Failed)]
    [InlineData(GeneralElectric, "revenue", "FY2014", CheckStatus.Restated)]
    [InlineData(Companies.ProcterAndGamble, "revenue", "FY2013", CheckStatus.Restated)]
    [InlineData(Companies.BankOfMontreal, "operating_cash_flow", "FY2024", CheckStatus.Restated)]
    [InlineData(Companies.ProcterAndGamble, "revenue", "FY2014", CheckStatus.Passed)]
    [InlineData(Companies.Sunation, "revenue", "FY2020", CheckStatus.Failed)]
    [InlineData(Companies.Sunation, "revenue", "FY2021", CheckStatus.Failed)]
    public void Quarters_on_another_basis_must_add_up_to_the_year_on_that_basis(int cik, string metric, string period, CheckStatus status)
    {
        var statement = Figures.Statement(cik, metric == "revenue" ? StatementKind.Income : StatementKind.CashFlow);

        Assert.Equal(
            status,
            statement.Checks.Single(check => check.Name == metric + "_quarters_add_to_the_year" && check.Period == period).Status);
    }

    [Theory]
    [InlineData(Celadon, "FinancingCashFlow", "2016Q4", -46_416_000 + 59_681_000)]
    [InlineData(Tesla, "InvestingCashFlow", "2017Q2", -2_039_631_000 + 881_719_000)]
    [InlineData(Herc, "FinancingCashFlow", "2010Q3", 1_264_886_000 - 1_306_841_000)]
    public void Two_concepts_are_one_measure_if_the_filer_gave_one_figure_under_both(int cik, string metric, string period, int value) =>
        Assert.Equal(value, Figures.Value(cik, metric, period));

    [Theory]
    [InlineData("2012Q2")]
    [InlineData("2016Q3")]
    public void Morgan_Stanley_cash_flows_under_two_unrelated_concepts_are_not_subtracted(string period) =>
        Assert.Equal(
            "the longer period and its part have different concepts, and no period shows that they are one measure",
            Figures.Get(MorganStanley, "OperatingCashFlow", period).Reason);

    [Theory]
    [InlineData(Companies.Sunation, "Revenue", 2020, true)]
    [InlineData(Companies.ProcterAndGamble, "Revenue", 2013, true)]
    [InlineData(Companies.ProcterAndGamble, "Revenue", 2014, false)]
    [InlineData(Companies.Apple, "OperatingCashFlow", 2016, true)]
    [InlineData(Companies.Apple, "OperatingCashFlow", 2017, false)]
    public void A_quarter_on_a_different_basis_than_its_year_is_marked(int cik, string metric, int year, bool isMixed) =>
        Assert.NotEmptyAndAll(Points(cik, metric, year), point => Assert.Equal(isMixed, point.Value.Source!.MixedBasis));

    [Fact]
    public void Statements_mark_mixed_bases_too()
    {
        var statement = StatementBuilder.Build(
            Companies.Facts(Companies.ProcterAndGamble), new StatementRequest(StatementKind.Income, Frequency.Quarterly, 200));
        var revenue = statement.Lines.Single(line => line.Id == "Revenue").Values;

        Assert.Equal(
            ["2012Q1", "2012Q2", "2012Q3", "2012Q4", "2013Q1", "2013Q2", "2013Q3", "2013Q4"],
            statement.Periods.Zip(revenue)
                .Where(pair => pair.Second.Source is { MixedBasis: true })
                .Select(pair => pair.First.Key)
                .Where(key => key[0..4] is "2012" or "2013")
                .Order());
    }

    private static decimal?[] Millions(int cik, string metric, int year) =>
        [.. Points(cik, metric, year).Select(point => point.Value.Value / Million)];

    private static List<SeriesPoint> Points(int cik, string id, int year)
    {
        Assert.True(MetricCatalog.TryFind(id, out var metric));
        Assert.True(MetricCatalog.TryFind("NetIncome", out var netIncome));
        var points = TimeSeriesBuilder.Build(Companies.Facts(cik), [metric, netIncome], Frequency.Quarterly, 200, new StatementOptions())
            .Series[0].Points;
        return [.. points.Where(point => point.Period.FiscalYear == year)];
    }
}
