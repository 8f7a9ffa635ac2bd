using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>
/// Trap 7: cash flows are reported year to date. Quarters are differences with the same start, unit, concept and recast basis.
/// </summary>
public class YearToDateTests
{
    [Theory]
    [InlineData("2025Q1", 4_302)]
    [InlineData("2025Q2", 4_825)]
    [InlineData("2025Q3", 3_705)]
    [InlineData("2025Q4", 4_985)]
    public void Procter_and_Gamble_quarterly_cash_flow_covers_one_quarter(string quarter, int millions) =>
        Assert.Equal(millions * Figures.Million, Figures.Value(Companies.ProcterAndGamble, "OperatingCashFlow", quarter));

    [Fact]
    public void Procter_and_Gamble_second_quarter_names_its_pieces()
    {
        var source = Figures.Get(Companies.ProcterAndGamble, "OperatingCashFlow", "2025Q2").Source!;

        Assert.Equal("6M2025 − 3M2025", source.Derivation);
        Assert.Equal([9_127 * Figures.Million, 4_302 * Figures.Million], source.Operands.Select(operand => operand.Value));
        Assert.NotEmptyAndAll(source.Operands, operand => Assert.Equal(new DateOnly(2024, 7, 1), operand.Start));
    }

    [Theory]
    [InlineData("2014Q1", 18_756)]
    [InlineData("2014Q2", 19_299)]
    [InlineData("2014Q3", 18_231)]
    [InlineData("2014Q4", 18_115)]
    public void Procter_and_Gamble_quarters_of_2014_come_from_the_recasting_8_K(string quarter, int millions)
    {
        var source = Figures.Get(Companies.ProcterAndGamble, "Revenue", quarter).Source!;
        Assert.Equal((millions * Figures.Million, "8-K"), (source.Value, source.Form));
    }

    [Fact]
    public void Procter_and_Gamble_recast_quarters_of_2014_add_up_to_the_recast_year()
    {
        Assert.Equal(74_401 * Figures.Million, Figures.Value(Companies.ProcterAndGamble, "Revenue", "FY2014"));
        Assert.Equal(
            74_401 * Figures.Million,
            Enumerable.Range(1, 4).Sum(quarter => Figures.Value(Companies.ProcterAndGamble, "Revenue", $"2014Q{quarter}")));
    }

    [Fact]
    public void Procter_and_Gamble_year_2014_had_three_values()
    {
        Assert.Equal(83_062 * Figures.Million, Figures.FirstFiled(Companies.ProcterAndGamble, "Revenue", "FY2014"));
        Assert.Equal(80_510 * Figures.Million, Figures.ValueAsOf(Companies.ProcterAndGamble, "Revenue", "FY2014", "2015-09-30"));
        Assert.Equal(
            80_510 * Figures.Million,
            Enumerable.Range(1, 4).Sum(quarter => Figures.ValueAsOf(Companies.ProcterAndGamble, "Revenue", $"2014Q{quarter}", "2015-09-30"))
        );
    }

    [Fact]
    public void Walmart_third_quarter_of_2017_has_no_cash_flow_because_its_pieces_have_two_bases()
    {
        var value = Figures.Get(Companies.Walmart, "OperatingCashFlow", "2017Q3");
        Assert.Equal((null, "the longer period was restated, its part was not"), (value.Value, value.Reason));
    }

    [Fact]
    public void Apple_fourth_quarter_of_2016_is_on_one_basis() =>
        Assert.Equal(16_126 * Figures.Million, Figures.Value(Companies.Apple, "OperatingCashFlow", "2016Q4"));

    [Theory]
    [InlineData(Companies.Apple)]
    [InlineData(Companies.Nvidia)]
    [InlineData(Companies.Costco)]
    [InlineData(Companies.HomeDepot)]
    [InlineData(Companies.ProcterAndGamble)]
    [InlineData(Companies.RoyalBank)]
    public void Every_derived_quarter_combines_pieces_with_one_start_concept_and_unit(int cik)
    {
        var derived = Figures.Points(cik, "OperatingCashFlow", Frequency.Quarterly)
            .Select(point => point.Value.Source)
            .Where(source => source?.Derivation?.Contains('−') == true)
            .ToList();

        Assert.NotEmpty(derived);
        Assert.NotEmptyAndAll(derived, source =>
        {
            Assert.Single(source!.Operands.Select(operand => (operand.Concept, operand.Unit)).Distinct());
            // Dates may differ by up to three days. A first quarter is the half year minus the second quarter, so its pieces share an end.
            Assert.True(
                Spread(source.Operands, operand => operand.Start!.Value) <= 3 || Spread(source.Operands, operand => operand.End) <= 3,
                source.Derivation);
        });
    }

    private static int Spread(IEnumerable<Source> sources, Func<Source, DateOnly> day)
    {
        var days = sources.Select(source => day(source).DayNumber).ToList();
        return days.Max() - days.Min();
    }
}
