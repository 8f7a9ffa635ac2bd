using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Statements;

/// <summary>Facts whose tags contradict other facts of the company.</summary>
public class ImplausibleFactsTests
{
    /// <summary>The 2010 annual report has 0 in a table; three earlier reports have 1,817,943 million.</summary>
    [Fact]
    public void Bank_of_America_zero_total_assets_are_an_empty_cell() =>
        Assert.Equal(1_817_943 * Figures.Million, Figures.Value(Companies.BankOfAmerica, "Assets", "FY2008"));

    /// <summary>
    /// 54,558,229 is the weighted average of 2024, also filed under the dates of the fourth quarter. The third quarter's is 51,388,962.
    /// </summary>
    [Fact]
    public void Nikola_annual_shares_misdated_to_the_fourth_quarter_are_ignored()
    {
        var value = Figures.Get(Companies.Nikola, "SharesDiluted", "2024Q4");

        Assert.Equal(
            (Figures.Value(Companies.Nikola, "SharesBasic", "2024Q4"), "SharesBasic (at a loss)"),
            (value.Value, value.Source!.Derivation));
        Assert.Equal(Figures.Value(Companies.Nikola, "EpsBasic", "2024Q4"), Figures.Value(Companies.Nikola, "EpsDiluted", "2024Q4"));
    }

    /// <summary>
    /// Tesla's convertible notes of 582.5 million are tagged as noncurrent, but 1,169.5 million of its 1,524.5 million of liabilities
    /// are current. TSMC's lease liabilities of 19,903.6 million at the start of 2019 include current ones, because
    /// 428,926.1 − 356,837.1 − 56,900.0 is less.
    /// </summary>
    [Theory]
    [InlineData(Companies.Tesla, "LongTermDebt", "2013Q3")]
    [InlineData(Companies.LogisticProperties, "LongTermDebt", "FY2022")]
    [InlineData(Companies.Tsmc, "OperatingLeaseLiabilities", "FY2018")]
    public void Debt_that_exceeds_all_noncurrent_liabilities_is_not_noncurrent(int cik, string metric, string period) =>
        Assert.Equal(
            (null, "more than all liabilities due after a year"),
            (Figures.Get(cik, metric, period).Value, Figures.Get(cik, metric, period).Reason));

    /// <summary>
    /// −0.43 in the 2016 annual report is from continuing operations. With discontinued operations, the quarter's profit is 273 − 203
    /// million.
    /// </summary>
    [Fact]
    public void Hertz_loss_per_share_beside_a_profit_belongs_to_another_income()
    {
        Assert.Equal(70 * Figures.Million, Figures.Value(1657853, "NetIncome", "2015Q4"));
        Assert.Equal(
            (null, "reported for another income than the one shown"),
            (Figures.Get(1657853, "EpsBasic", "2015Q4").Value, Figures.Get(1657853, "EpsBasic", "2015Q4").Reason));
    }

    [Fact]
    public void Long_term_debt_never_makes_other_liabilities_negative()
    {
        foreach (var cik in Companies.Complete)
        {
            var statement = Figures.Statement(cik, StatementKind.Balance, Frequency.Annual);
            var lines = statement.Lines.ToDictionary(line => line.Id, line => line.Values);
            for (var period = 0; period < statement.Periods.Count; period++)
                if (lines["LongTermDebt"][period].Value is { } debt
                    && lines["Liabilities"][period].Value is { } liabilities
                    && lines["CurrentLiabilities"][period].Value is { } current)
                    Assert.True(debt <= liabilities - current, $"{cik} {statement.Periods[period].Key}: {debt}");
        }
    }
}
