using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Statements;

/// <summary>Facts that other facts of the company show to be of something else than they are tagged as.</summary>
public class ImplausibleFactsTests
{
    /// <summary>0 in a table of the annual report of 2010, 1,817,943 million in three reports before it.</summary>
    [Fact]
    public void Bank_of_America_total_assets_of_nothing_are_an_empty_cell() =>
        Assert.Equal(1_817_943 * Figures.Million, Figures.Value(Companies.BankOfAmerica, "Assets", "FY2008"));

    /// <summary>54,558,229 is the weighted average of the year 2024, filed under the dates of its fourth quarter too; the third quarter's is 51,388,962.</summary>
    [Fact]
    public void Nikola_shares_of_the_year_under_the_dates_of_its_fourth_quarter_are_not_the_quarters()
    {
        var value = Figures.Get(Companies.Nikola, "SharesDiluted", "2024Q4");

        Assert.Equal((Figures.Value(Companies.Nikola, "SharesBasic", "2024Q4"), "SharesBasic (at a loss)"), (value.Value, value.Source!.Derivation));
        Assert.Equal(Figures.Value(Companies.Nikola, "EpsBasic", "2024Q4"), Figures.Value(Companies.Nikola, "EpsDiluted", "2024Q4"));
    }

    /// <summary>
    /// Tesla's convertible notes of 582.5 million, tagged as due after a year, stand among current liabilities of 1,169.5 of 1,524.5. TSMC's 19,903.6 of lease
    /// liabilities at the start of 2019 are the current ones too: 428,926.1 − 356,837.1 − 56,900.0 is less.
    /// </summary>
    [Theory]
    [InlineData(Companies.Tesla, "LongTermDebt", "2013Q3")]
    [InlineData(Companies.LogisticProperties, "LongTermDebt", "FY2022")]
    [InlineData(Companies.Tsmc, "OperatingLeaseLiabilities", "FY2018")]
    public void Debt_of_more_than_all_liabilities_due_after_a_year_is_not_due_after_a_year(int cik, string metric, string period) =>
        Assert.Equal((null, "more than all liabilities due after a year"), (Figures.Get(cik, metric, period).Value, Figures.Get(cik, metric, period).Reason));

    /// <summary>−0.43 of the table of 2016's annual report is of continuing operations; with the discontinued ones the quarter had a profit of 273 − 203 million.</summary>
    [Fact]
    public void Hertz_loss_per_share_beside_a_profit_is_of_another_income()
    {
        Assert.Equal(70 * Figures.Million, Figures.Value(1657853, "NetIncome", "2015Q4"));
        Assert.Equal((null, "reported for another income than the one shown"), (Figures.Get(1657853, "EpsBasic", "2015Q4").Value, Figures.Get(1657853, "EpsBasic", "2015Q4").Reason));
    }

    [Fact]
    public void Other_liabilities_are_never_less_than_nothing_by_long_term_debt()
    {
        foreach (var cik in Companies.Whole)
        {
            var statement = Figures.Statement(cik, StatementKind.Balance, Frequency.Annual);
            var lines = statement.Lines.ToDictionary(line => line.Id, line => line.Values);
            for (var period = 0; period < statement.Periods.Count; period++)
                if (lines["LongTermDebt"][period].Value is { } debt && lines["Liabilities"][period].Value is { } liabilities && lines["CurrentLiabilities"][period].Value is { } current)
                    Assert.True(debt <= liabilities - current, $"{cik} {statement.Periods[period].Key}: {debt}");
        }
    }
}
