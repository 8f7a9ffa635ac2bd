namespace EdgarApi.Financials.Tests.Vintages;

/// <summary>
/// Amounts that a later note gives in billions or tenths of them. Expected values in millions are those of the statements in the raw files.
/// </summary>
public class RoundedRepetitionTests
{
    private const int AmericanExpress = 4962, ExxonMobil = 34088, Qualcomm = 804328, NrgEnergy = 1013871;

    [Theory]
    [InlineData(AmericanExpress, "Assets", "FY2019", 198_321)]
    [InlineData(AmericanExpress, "Assets", "2021Q1", 193_067)]
    [InlineData(AmericanExpress, "Assets", "2021Q2", 186_973)]
    [InlineData(AmericanExpress, "Assets", "2021Q3", 184_261)]
    [InlineData(ExxonMobil, "LongTermDebt", "FY2012", 7_497)]
    [InlineData(ExxonMobil, "LongTermDebt", "FY2013", 6_516)]
    [InlineData(ExxonMobil, "LongTermDebt", "FY2014", 11_278)]
    [InlineData(ExxonMobil, "LongTermDebt", "FY2015", 18_687)]
    [InlineData(ExxonMobil, "LongTermDebt", "FY2016", 27_707)]
    [InlineData(Companies.Apple, "LongTermDebt", "FY2025", 78_328)]
    public void A_note_with_fewer_digits_does_not_restate_the_balance_sheet(int cik, string metric, string period, int millions)
    {
        var value = Figures.Get(cik, metric, period);
        Assert.Equal((millions * Figures.Million, false), (value.Value, value.Source!.Restated));
    }

    /// <summary>
    /// Qualcomm's report of 2011Q3 recasts the nine months from 8,039 to 8,030 for a disposal, NRG's annual report of 2015 the first
    /// quarter from 3,826 to 3,829 and the third from 4,431 to 4,434; P&amp;G's 8-K of 2015 half of the balance sheet.
    /// </summary>
    [Theory]
    [InlineData(Qualcomm, "Revenue", "2010Q3", 2_700)]
    [InlineData(NrgEnergy, "Revenue", "2015Q2", 3_400)]
    [InlineData(Companies.ProcterAndGamble, "ShortTermDebt", "FY2014", 15_600)]
    [InlineData(Companies.ProcterAndGamble, "InvestingCashFlow", "FY2014", -4_100)]
    public void An_amount_that_happens_to_be_round_is_restated_if_its_filing_restates_others(
        int cik, string metric, string period, int millions)
    {
        var value = Figures.Get(cik, metric, period);
        Assert.Equal((millions * Figures.Million, true), (value.Value, value.Source!.Restated));
    }
}
