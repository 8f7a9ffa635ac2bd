using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>
/// Trap 17: a successor's file starts mid-history, with comparatives. Nothing is invented before them. (Disney has no file.)
/// </summary>
public class CikSuccessionTests
{
    [Theory]
    [InlineData(Companies.Marvell, "FY2020", "2019-02-03", "2020-02-01")]
    [InlineData(Companies.Alphabet, "FY2013", "2013-01-01", "2013-12-31")]
    [InlineData(Companies.Hertz, "FY2014", "2014-01-01", "2014-12-31")]
    public void The_oldest_year_is_the_earliest_comparative_in_the_first_annual_report(int cik, string year, string start, string end)
    {
        var oldest = Figures.Periods(cik, Frequency.Annual)[^1];
        Assert.Equal((year, DateOnly.Parse(start), DateOnly.Parse(end)), (oldest.Key, oldest.Start, oldest.End));
    }

    [Theory]
    [InlineData(Companies.Alphabet, "FY2013", 55_519)]
    [InlineData(Companies.Hertz, "FY2014", 9_475)]
    public void The_oldest_year_has_revenue(int cik, string year, int millions) =>
        Assert.Equal(millions * Figures.Million, Figures.Value(cik, "Revenue", year));

    [Theory]
    [InlineData(Companies.Marvell, 2020)]
    [InlineData(Companies.Alphabet, 2013)]
    [InlineData(Companies.Hertz, 2014)]
    public void No_quarter_is_older_than_the_oldest_year(int cik, int year) =>
        Assert.NotEmptyAndAll(Figures.Periods(cik, Frequency.Quarterly), quarter => Assert.True(quarter.FiscalYear >= year, quarter.Key));

    [Fact]
    public void Herc_continues_under_the_CIK_of_the_old_Hertz()
    {
        Assert.Equal("FY2008", Figures.Periods(Companies.Herc, Frequency.Annual)[^1].Key);
        Assert.Equal(8_299.3m * Figures.Million, Figures.Value(Companies.Herc, "Revenue", "FY2011"));
        Assert.Equal(1_678.2m * Figures.Million, Figures.Value(Companies.Herc, "Revenue", "FY2015"));
    }
}
