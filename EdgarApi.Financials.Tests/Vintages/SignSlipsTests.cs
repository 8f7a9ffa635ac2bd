namespace EdgarApi.Financials.Tests.Vintages;

/// <summary>
/// Cash outflows and costs that some filings report with the wrong sign. Expected values in millions come from the raw files.
/// </summary>
public class SignSlipsTests
{
    private const int Chevron = 93410, EliLilly = 59478, Honeywell = 773840, Intuit = 896878;

    /// <summary>
    /// Chevron's first quarter of 2009: −5,984 in the May 2009 report, 5,984 a year later; half year 10,414. Lilly's half year of 2009:
    /// 160.4
    /// and −160.4; nine months 264.4. Honeywell's 2008: −884 and 884. Toronto-Dominion's amortization of 2017: −704 and 704, beside
    /// depreciation of 603.
    /// </summary>
    [Theory]
    [InlineData(Chevron, "CapitalExpenditures", "2009Q1", -5_984)]
    [InlineData(Chevron, "CapitalExpenditures", "2009Q2", -10_414 + 5_984)]
    [InlineData(EliLilly, "StockCompensation", "2009Q3", 264.4 - 160.4)]
    [InlineData(Honeywell, "CapitalExpenditures", "FY2008", -884)]
    [InlineData(Companies.TorontoDominion, "DepreciationAmortization", "FY2017", 603 + 704)]
    public void An_outflow_filed_with_both_signs_is_not_an_inflow_or_part_of_a_difference(
        int cik, string metric, string period,
        double millions) => Assert.Equal((decimal)Math.Round(millions, 1) * Figures.Million, Figures.Value(cik, metric, period));

    /// <summary>
    /// These filings also flipped 2009 and 2010, which later filings correct. No other filing has 2007 or the first quarter of 2008.
    /// </summary>
    [Theory]
    [InlineData(Honeywell, "CapitalExpenditures", "FY2007")]
    [InlineData(Chevron, "CapitalExpenditures", "2008Q1")]
    [InlineData(EliLilly, "StockCompensation", "2009Q1")]
    public void A_filing_that_flipped_one_sign_flipped_all_signs_of_the_concept(int cik, string metric, string period) =>
        Assert.Equal((null, "not reported"), (Figures.Get(cik, metric, period).Value, Figures.Get(cik, metric, period).Reason));

    /// <summary>
    /// Intuit's annual purchases exclude internal-use software and its quarterly ones include it: 38 for 2018 against 97 for nine months.
    /// </summary>
    [Theory]
    [InlineData(Intuit, "2018Q4")]
    [InlineData(Companies.Celadon, "2012Q3")]
    public void Negative_capital_expenditures_mix_two_measures(int cik, string quarter) =>
        Assert.Equal(
            (null, "the derived value would be negative"),
            (Figures.Get(cik, "CapitalExpenditures", quarter).Value, Figures.Get(cik, "CapitalExpenditures", quarter).Reason));

    /// <summary>
    /// No other filing has Toronto-Dominion's amortization of 2016, −708. Depreciation and amortization cannot be negative.
    /// </summary>
    [Fact]
    public void A_negative_cost_is_not_shown() =>
        Assert.Equal(
            (null, "the derived value would be negative"),
            (Figures.Get(Companies.TorontoDominion, "DepreciationAmortization", "FY2016").Value,
                Figures.Get(Companies.TorontoDominion, "DepreciationAmortization", "FY2016").Reason));
}
