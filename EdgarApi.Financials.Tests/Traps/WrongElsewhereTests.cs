using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Values that existing software gets wrong for these files.</summary>
public class WrongElsewhereTests
{
    [Fact]
    public void Home_Depots_newest_annual_column_is_the_newest_year()
    {
        var statement = Figures.Statement(Companies.HomeDepot, StatementKind.Income, periods: 1);

        Assert.Equal("FY2025", Assert.Single(statement.Periods).Key);
        Assert.Equal(164_683 * Figures.Million, statement.Lines.Single(line => line.Id == "Revenue").Values[0].Value);
    }

    [Fact]
    public void Home_Depots_newest_quarter_is_the_newest_on_file()
    {
        var statement = Figures.Statement(Companies.HomeDepot, StatementKind.Income, Frequency.Quarterly, periods: 1);
        Assert.Equal(
            (new DateOnly(2026, 5, 3), 41_765 * Figures.Million),
            (statement.Periods[0].End, statement.Lines.Single(line => line.Id == "Revenue").Values[0].Value));
    }

    [Theory]
    [InlineData(Companies.Costco, 2010, 2025)]
    [InlineData(Companies.Marvell, 2021, 2026)]
    public void Costco_and_Marvell_quarters_are_labelled_1_to_4_without_gaps(int cik, int first, int last)
    {
        var quarters = Figures.Points(cik, "Revenue", Frequency.Quarterly)
            .Where(point => point.Period.FiscalYear >= first && point.Period.FiscalYear <= last)
            .ToList();

        Assert.Equal(
            Enumerable.Range(first, last - first + 1).SelectMany(year => Enumerable.Range(1, 4).Select(quarter => $"{year}Q{quarter}")),
            quarters.Select(point => point.Period.Key));
        Assert.NotEmptyAndAll(quarters, point => Assert.NotNull(point.Value.Value));
        Assert.NotEmptyAndAll(
            quarters.Zip(quarters.Skip(1)), pair => Assert.Equal(pair.First.Period.End.AddDays(1), pair.Second.Period.Start));
    }

    [Fact]
    public void Under_Armour_quarters_do_not_stop_at_2022() =>
        Assert.Equal(
            [1_327_761_000m, 1_401_039_000m, 1_486_043_000m],
            new[] { "2026Q3", "2025Q3", "2024Q3" }.Select(quarter => Figures.Value(Companies.UnderArmour, "Revenue", quarter)));

    [Fact]
    public void Procter_and_Gamble_second_quarter_cash_flow_of_2025_is_not_the_half_years() =>
        Assert.Equal(4_825 * Figures.Million, Figures.Value(Companies.ProcterAndGamble, "OperatingCashFlow", "2025Q2"));

    [Fact]
    public void Alphabet_fourth_quarter_taxes_of_2025_belong_to_2025()
    {
        var source = Figures.Get(Companies.Alphabet, "IncomeTax", "2025Q4").Source!;

        Assert.Equal((26_656 - 21_994) * Figures.Million, source.Value);
        Assert.NotEmptyAndAll(source.Operands, operand => Assert.Equal(new DateOnly(2025, 1, 1), operand.Start));
    }

    [Fact]
    public void Herc_and_Walmart_revenue_is_not_the_partial_concept()
    {
        Assert.Equal(4_376 * Figures.Million, Figures.Value(Companies.Herc, "Revenue", "FY2025"));
        Assert.Equal(713_163 * Figures.Million, Figures.Value(Companies.Walmart, "Revenue", "FY2026"));
    }

    [Theory]
    [InlineData(Companies.Nvidia)]
    [InlineData(Companies.Apple)]
    [InlineData(Companies.Walmart)]
    [InlineData(Companies.Alphabet)]
    [InlineData(Companies.Nike)]
    public void Annual_EPS_does_not_jump_at_a_split(int cik)
    {
        // On one basis, share counts of adjacent years differ by less than a sixth. A split would at least double them.
        var shares = Figures.Points(cik, "SharesDiluted", Frequency.Annual).Where(point => point.Value.Value is not null).ToList();
        Assert.NotEmptyAndAll(
            shares.Zip(shares.Skip(1)),
            pair => Assert.InRange(pair.Second.Value.Value!.Value / pair.First.Value.Value!.Value, 0.85m, 1.18m));
    }

    [Fact]
    public void Tsmc_does_not_mix_currencies() => Assert.NotEmptyAndAll(
        Figures.Statement(Companies.Tsmc, StatementKind.Balance).Lines, line => Assert.Equal("TWD", line.Unit));

    [Theory]
    [InlineData(Companies.Apple, "2025Q4", 359_241)]
    [InlineData(Companies.Costco, "2025Q4", 77_099)]
    [InlineData(Companies.Nvidia, "2026Q4", 206_803)]
    [InlineData(Companies.Walmart, "2026Q4", 284_668)]
    public void Quarterly_balance_sheets_have_a_column_for_the_fiscal_year_end(int cik, string quarter, int millions)
    {
        var statement = Figures.Statement(cik, StatementKind.Balance, Frequency.Quarterly, 8);
        var column = statement.Periods.Index().Single(period => period.Item.Key == quarter).Index;

        Assert.Equal(millions * Figures.Million, statement.Lines.Single(line => line.Id == "Assets").Values[column].Value);
        Assert.Equal(
            [4, 3, 2, 1],
            statement.Periods.Where(period => period.FiscalYear == statement.Periods[column].FiscalYear).Select(period => period.Quarter));
    }

    [Theory]
    [InlineData(Companies.UnderArmour, "NetIncome", "FY2021", 351.003)]
    [InlineData(Companies.Apple, "Revenue", "FY2008", 37_491)]
    [InlineData(Companies.ProcterAndGamble, "Revenue", "FY2014", 74_401)]
    [InlineData(Companies.SunEdison, "Revenue", "FY2014", 1_646.7)]
    [InlineData(Companies.Alphabet, "OperatingCashFlow", "FY2015", 26_572)]
    [InlineData(Companies.Amd, "NetIncome", "FY2017", -33)]
    [InlineData(Companies.RoyalBank, "NetIncome", "FY2023", 14_605)]
    public void Annual_values_are_as_restated(int cik, string metric, string year, double millions)
    {
        var value = Figures.Get(cik, metric, year);
        Assert.Equal(((decimal)millions * Figures.Million, true), (value.Value, value.Source!.Restated));
    }
}
