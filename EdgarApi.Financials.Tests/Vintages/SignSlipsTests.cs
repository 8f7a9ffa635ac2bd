namespace EdgarApi.Financials.Tests.Vintages;

/// <summary>Outlays and costs that some filings give with the wrong sign. Expected values are from the rows of the raw files, in millions.</summary>
public class SignSlipsTests
{
    private const int Chevron = 93410, EliLilly = 59478, Honeywell = 773840, Intuit = 896878;

    /// <summary>
    /// Chevron's first quarter of 2009: −5,984 in the report of May 2009, 5,984 in that of a year later; half year 10,414. Lilly's half year of 2009: 160.4 and
    /// −160.4, nine months 264.4. Honeywell's year 2008: −884 and 884. Toronto-Dominion's amortization of 2017: −704 and 704, beside depreciation of 603.
    /// </summary>
    [Theory]
    [InlineData(Chevron, "CapitalExpenditures", "2009Q1", -5_984)]
    [InlineData(Chevron, "CapitalExpenditures", "2009Q2", -10_414 + 5_984)]
    [InlineData(EliLilly, "StockCompensation", "2009Q3", 264.4 - 160.4)]
    [InlineData(Honeywell, "CapitalExpenditures", "FY2008", -884)]
    [InlineData(Companies.TorontoDominion, "DepreciationAmortization", "FY2017", 603 + 704)]
    public void An_outlay_filed_with_both_signs_is_no_inflow_and_no_part_of_a_difference(int cik, string metric, string period, double millions) =>
        Assert.Equal((decimal)Math.Round(millions, 1) * Figures.Million, Figures.Value(cik, metric, period));

    /// <summary>The filings of those years turned 2009 and 2010 too, of which later ones tell; of 2007 and the first quarter of 2008 no other filing tells.</summary>
    [Theory]
    [InlineData(Honeywell, "CapitalExpenditures", "FY2007")]
    [InlineData(Chevron, "CapitalExpenditures", "2008Q1")]
    [InlineData(EliLilly, "StockCompensation", "2009Q1")]
    public void A_filing_that_turned_one_amount_turned_the_others_of_the_concept(int cik, string metric, string period) =>
        Assert.Equal((null, "not reported"), (Figures.Get(cik, metric, period).Value, Figures.Get(cik, metric, period).Reason));

    /// <summary>Intuit's annual reports tag purchases without internal-use software, its quarterly ones with it: 38 for the year 2018, 97 for nine months.</summary>
    [Theory]
    [InlineData(Intuit, "2018Q4")]
    [InlineData(Companies.Celadon, "2012Q3")]
    public void Capital_expenditures_of_less_than_nothing_are_of_two_measures(int cik, string quarter) =>
        Assert.Equal((null, "the derived value would be negative"), (Figures.Get(cik, "CapitalExpenditures", quarter).Value, Figures.Get(cik, "CapitalExpenditures", quarter).Reason));

    /// <summary>Toronto-Dominion's amortization of 2016, −708, has no other filing; less than nothing is no depreciation and amortization.</summary>
    [Fact]
    public void A_cost_of_less_than_nothing_is_none() =>
        Assert.Equal((null, "the derived value would be negative"),
            (Figures.Get(Companies.TorontoDominion, "DepreciationAmortization", "FY2016").Value, Figures.Get(Companies.TorontoDominion, "DepreciationAmortization", "FY2016").Reason));
}
