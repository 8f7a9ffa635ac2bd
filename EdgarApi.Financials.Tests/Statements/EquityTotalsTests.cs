namespace EdgarApi.Financials.Tests.Statements;

public class EquityTotalsTests
{
    [Theory]
    [InlineData("FY2013", 11_081, 6_464)]
    [InlineData("FY2014", 10_824, 7_770)]
    [InlineData("FY2015", 12_707, 8_890)]
    [InlineData("FY2016", 12_258, 9_121)]
    public void Nikes_total_equity_is_not_the_mistagged_column_of_other_comprehensive_income(
        string year, int equity, int liabilities)
    {
        Assert.Equal(equity * Figures.Million, Figures.Value(Companies.Nike, "EquityIncludingNoncontrolling", year));
        Assert.Equal(liabilities * Figures.Million, Figures.Value(Companies.Nike, "Liabilities", year));
    }

    [Fact]
    public void Hercs_2013_equity_is_net_of_treasury_stock()
    {
        Assert.Equal((24_423 - 21_856) * Figures.Million, Figures.Value(Companies.Herc, "Equity", "FY2013"));
        Assert.Equal((24_423 - 21_856) * Figures.Million, Figures.Value(Companies.Herc, "EquityIncludingNoncontrolling", "FY2013"));
    }
}
