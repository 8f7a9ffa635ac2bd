using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Vintages;

/// <summary>Balance sheet lines that later reports give without the rest of the balance sheet.</summary>
public sealed class AccountingAcquirerTests
{
    [Theory]
    [InlineData(Companies.Nike, "FY2012", 10_381_000_000, 10_319_000_000)]
    [InlineData(Companies.UnderArmour, "FY2021", 2_088_994_000, 2_072_584_000)]
    [InlineData(Companies.Amd, "FY2015", -412_000_000, -350_000_000)]
    public void Equity_that_only_a_roll_forward_restates_stays_as_in_the_last_balance_sheet(
        int cik, string period, decimal inBalanceSheet, decimal inRollForward)
    {
        var equity = Figures.Get(cik, "Equity", period);
        Assert.Equal(inBalanceSheet, equity.Value);
        Assert.True(equity.Source!.Restated);
        Assert.Contains(equity.Source.OtherVintages, other => other.Value == inRollForward && other.Filed > equity.Source.Filed);
    }

    [Theory]
    [InlineData(Companies.Nikola, "FY2018", 186_240_000)]
    [InlineData(Companies.Nikola, "2019Q1", 157_296_000)]
    [InlineData(Companies.Nikola, "2019Q2", 141_964_000)]
    [InlineData(Companies.Nikola, "2019Q3", 238_260_000)]
    [InlineData(Companies.Nikola, "2020Q1", 193_526_000)]
    [InlineData(Companies.Sunation, "FY2020", -2_501_344)]
    [InlineData(Companies.Sunation, "2021Q2", -5_833_020)]
    public void After_a_reverse_merger_the_accounting_acquirers_equity_counts(int cik, string period, decimal value) =>
        Assert.Equal(value, Figures.Value(cik, "Equity", period));

    [Fact]
    public void The_shells_other_lines_are_not_shown_beside_the_acquirers_equity()
    {
        var sheet = Figures.Statement(Companies.Nikola, StatementKind.Balance);
        var column = sheet.Periods.ToList().FindIndex(period => period.Key == "FY2018");
        var assets = sheet.Lines.Single(line => line.Id == "Assets").Values[column];
        Assert.Equal((null, ReasonCode.BeforeRestatement), (assets.Value, assets.ReasonCode));
        Assert.DoesNotContain(
            sheet.Lines.Select(line => line.Values[column].Source), source => source?.Filed < new DateOnly(2020, 6, 3));
    }

    [Fact]
    public void Days_that_the_acquirer_says_nothing_about_keep_the_registrants_balance_sheet() =>
        Assert.Equal(47_392_282, Figures.Value(Companies.Sunation, "Equity", "FY2019"));

    [Fact]
    public void Before_the_merger_and_as_first_filed_the_shells_equity_counts()
    {
        Assert.Equal(5_000_001, Figures.ValueAsOf(Companies.Nikola, "Equity", "FY2018", "2020-05-31"));
        Assert.Equal(5_000_001, Figures.FirstFiled(Companies.Nikola, "Equity", "FY2018"));
    }

    [Fact]
    public void A_restatement_or_a_spin_off_is_no_other_entity()
    {
        // Old Hertz's restatement of 2014 and Herc's spin-off of 2016 change most amounts, but not treasury stock or impairments.
        Assert.Equal(23_985_000_000, Figures.Value(Companies.Herc, "Assets", "FY2014"));
        Assert.Equal(24_423_000_000, Figures.Value(Companies.Herc, "Assets", "FY2013"));
    }
}
