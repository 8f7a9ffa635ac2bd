using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 4: a year that ends about 1 February 2026 is fiscal 2026 for one filer and fiscal 2025 for another.</summary>
public class FiscalYearNamesTests
{
    [Theory]
    [InlineData(Companies.Nvidia, "FY2026", "2026-01-25", 215_938)]
    [InlineData(Companies.Walmart, "FY2026", "2026-01-31", 713_163)]
    [InlineData(Companies.HomeDepot, "FY2025", "2026-02-01", 164_683)]
    public void A_year_that_ended_about_1_February_2026_has_the_filers_name(int cik, string year, string end, int millions)
    {
        var newest = Figures.Points(cik, "Revenue", Frequency.Annual)[^1];
        Assert.Equal(
            (year, DateOnly.Parse(end), millions * Figures.Million),
            (newest.Period.Key, newest.Period.End, newest.Value.Value!.Value));
    }

    [Fact]
    public void Nvidia_years_both_tagged_2010_are_two_years()
    {
        Assert.Equal(3_326_445_000m, Figures.Value(Companies.Nvidia, "Revenue", "FY2010"));
        Assert.Equal(3_543_309_000m, Figures.Value(Companies.Nvidia, "Revenue", "FY2011"));
    }

    [Fact]
    public void Walmart_years_tagged_one_too_low_until_2014_are_numbered_consecutively()
    {
        Assert.Equal(408_085 * Figures.Million, Figures.Value(Companies.Walmart, "Revenue", "FY2010"));
        Assert.Equal(476_294 * Figures.Million, Figures.Value(Companies.Walmart, "Revenue", "FY2014"));
        Assert.Equal(485_651 * Figures.Million, Figures.Value(Companies.Walmart, "Revenue", "FY2015"));
    }

    [Theory]
    [InlineData(Companies.Nvidia)]
    [InlineData(Companies.Walmart)]
    [InlineData(Companies.HomeDepot)]
    [InlineData(Companies.Costco)]
    [InlineData(Companies.Apple)]
    public void Years_are_numbered_consecutively(int cik)
    {
        var years = Figures.Periods(cik, Frequency.Annual).Select(period => period.FiscalYear).ToList();
        Assert.Equal(Enumerable.Range(0, years.Count).Select(before => years[0] - before), years);
    }
}
