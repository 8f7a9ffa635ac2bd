using EdgarApi.Financials.Statements;
using static EdgarApi.Financials.Tests.Families.FamilyFigures;

namespace EdgarApi.Financials.Tests.Families;

/// <summary>Classes of errors on filers that no rule was tuned for, each with the figure of the filing.</summary>
public class OtherFilersTests
{
    private const decimal Million = 1_000_000m;

    [Fact]
    public void Net_income_without_its_own_tag_is_profit_less_noncontrolling_interests() =>
        Assert.Equal(
            (309_407_000m, "us-gaap:ProfitLoss − us-gaap:NetIncomeLossAttributableToNoncontrollingInterest"),
            (Value(SimonProperty, "NetIncome", "FY2009"), Get(SimonProperty, "NetIncome", "FY2009").Source!.Derivation));

    [Fact]
    public void Net_income_without_its_own_tag_is_income_to_common_plus_preferred_dividends() =>
        Assert.Equal((680_887_000m, 676_646_000m), (Value(Xcel, "NetIncome", "FY2009"), Value(Xcel, "NetIncomeToCommon", "FY2009")));

    /// <summary>
    /// AMD's class B preferred interests accrete 72 million in 2009: profit of 293 and 83 of the loss borne by others, 304 to common.
    /// </summary>
    [Theory]
    [InlineData("FY2009", 293 + 83)]
    [InlineData("2009Q4", 293 + 884 + 83 - 60)]
    public void Net_income_has_the_claims_of_other_shares_that_are_not_tagged(string period, int millions) =>
        Assert.Equal(millions * Million, Figures.Value(Companies.Amd, "NetIncome", period));

    [Fact]
    public void Net_income_that_is_the_groups_is_not_raised_by_minority_interest() => Assert.Equal(
        (16_823 * Million, 22_061 * Million),
        (Value(Petrobras, "NetIncomeIncludingNoncontrolling", "FY2009"), Value(Petrobras, "PretaxIncome", "FY2009")));

    [Fact]
    public void Income_from_continuing_operations_is_net_income_if_nothing_is_discontinued() =>
        Assert.Equal(
            (3_622 * Million, 4_711 * Million), (Value(Travelers, "NetIncome", "FY2009"), Value(Travelers, "PretaxIncome", "FY2009")));

    /// <summary>AIG's 10-Q/A gives 130,248,736 thousand shares scaled by another million; net income by EPS is 130.2 million.</summary>
    [Theory]
    [InlineData("SharesBasic", "2008Q2", 130_248_736)]
    [InlineData("SharesBasic", "2009Q2", 135_281_740)]
    [InlineData("SharesDiluted", "2009Q2", 135_336_440)]
    public void Shares_scaled_twice_are_corrected_if_only_EPS_shows_it(string metric, string period, int shares) =>
        Assert.Equal(shares, Value(AmericanInternational, metric, period));

    /// <summary>
    /// Cash of 11,437, 13,830 and 15,215 thousand at the ends of 2017, 2018 and 2019; the changes are filed as −2,393 and −1,385.
    /// </summary>
    [Theory]
    [InlineData("FY2018", 2_393_000)]
    [InlineData("FY2019", 1_385_000)]
    [InlineData("FY2020", -3_088_000)]
    public void A_change_in_cash_has_the_sign_of_the_balances(string period, int change) =>
        Assert.Equal(change, Value(UrEnergy, "NetChangeInCash", period));

    [Theory]
    [InlineData(DteEnergy, "FY2009", 8_014)]
    [InlineData(Exelon, "2009Q2", 4_141)]
    [InlineData(Valero, "FY2009", 68_144)]
    public void Totals_of_an_industry_are_revenue(int cik, string period, int millions) =>
        Assert.Equal(millions * Million, Value(cik, "Revenue", period));

    [Theory]
    [InlineData("FY2009", 29_569)]
    [InlineData("FY2008", 41_063)]
    [InlineData("2009Q2", 6_755)]
    public void Oil_and_gas_revenue_is_a_part_of_Revenues_in_every_period(string period, int millions) =>
        Assert.Equal(millions * Million, Value(Hess, "Revenue", period));

    [Fact]
    public void Net_operating_revenue_beats_sales_before_taxes_on_them() =>
        Assert.Equal((70_000 + 21_869) * Million, Value(Petrobras, "Revenue", "FY2009"));

    [Theory]
    [InlineData(ExxonMobil, 275_809 + 19_658 + 15_119)]
    [InlineData(GoldmanSachs, 25_344 + 13_385 + 6_444)]
    public void Revenue_without_any_total_is_costs_plus_income_before_tax(int cik, int millions)
    {
        var revenue = Get(cik, "Revenue", "FY2009");
        Assert.Equal((millions * Million, 3), (revenue.Value, revenue.Source!.Operands.Count));
    }

    /// <summary>First-quarter costs are the half year's less the second quarter's. Its income is in the report a year later.</summary>
    [Fact]
    public void Revenue_of_costs_may_come_from_two_reports_if_nothing_was_restated() =>
        Assert.Equal(9_425 * Million, Value(GoldmanSachs, "Revenue", "2009Q1"));

    [Theory]
    [InlineData(StateStreet, "FY2009", 1_803 + 722)]
    [InlineData(BankOfNewYorkMellon, "FY2008", 1_455 + 491)]
    [InlineData(Duke, "FY2008", 1_275 + 616)]
    public void Extraordinary_items_are_not_income_before_tax(int cik, string period, int millions) =>
        Assert.Equal(millions * Million, Value(cik, "PretaxIncome", period));

    [Fact]
    public void Income_of_continuing_operations_that_is_before_tax_is_income_before_tax() =>
        Assert.Equal(26_912 * Million, Value(Sony, "PretaxIncome", "FY2009"));

    [Fact]
    public void Noncontrolling_interests_that_EPS_does_not_leave_out_are_not_taken_off() =>
        Assert.Equal(12_874 * Million, Value(Mastercard, "NetIncome", "FY2024"));

    [Fact]
    public void Income_before_tax_is_that_of_continuing_operations() =>
        Assert.Equal(76_545_000m + 20_737_000m, Value(Vornado, "PretaxIncome", "FY2009"));

    [Fact]
    public void Tax_without_a_total_is_current_plus_deferred_tax() => Assert.Equal(
        (4_611_000m - 51_644_000m, -122_189_000m), (Value(Denbury, "IncomeTax", "FY2009"), Value(Denbury, "PretaxIncome", "FY2009")));

    [Fact]
    public void A_tax_that_contradicts_income_before_and_after_it_is_turned() =>
        Assert.Equal(
            (129 * Million, 43 * Million, 86 * Million),
            (Value(CenterPoint, "PretaxIncome", "2009Q2"), Value(CenterPoint, "IncomeTax", "2009Q2"),
                Value(CenterPoint, "NetIncome", "2009Q2")));

    [Fact]
    public void Credit_balances_that_a_filing_gives_as_negative_are_turned() =>
        Assert.Equal(
            (36_485_220_000m, 3_501_219_000m, 217_050_000m, 94_000_000m, 8_766_474_000m, 7_562_587_000m, 36_485_220_000m),
            (Value(Entergy, "Assets", "2009Q2"), Value(Entergy, "CurrentLiabilities", "2009Q2"),
                Value(Entergy, "MezzanineEquity", "2009Q2"), Value(Entergy, "NoncontrollingInterest", "2009Q2"),
                Value(Entergy, "Equity", "2009Q2"), Value(Entergy, "RetainedEarnings", "2009Q2"),
                Value(Entergy, "LiabilitiesAndEquity", "2009Q2")));

    [Theory]
    [InlineData(Vornado, 1_251_628_000)]
    [InlineData(Kimco, 100_304_000)]
    public void Redeemable_interests_under_another_concept_are_mezzanine_equity_if_they_close_the_sheet(int cik, int value) =>
        Assert.Equal(value, Value(cik, "MezzanineEquity", "FY2009"));

    [Fact]
    public void Partners_capital_is_equity() => Assert.Equal(9_512_100_000m, Value(EnterpriseProducts, "Equity", "FY2009"));

    [Fact]
    public void Parents_equity_below_the_total_is_not_a_part_although_noncontrolling_interests_have_no_line() => Assert.Equal(
        (29_683 * Million, 30_455 * Million),
        (Value(BankOfNewYorkMellon, "Equity", "2010Q1"), Value(BankOfNewYorkMellon, "EquityIncludingNoncontrolling", "2010Q1")));

    [Fact]
    public void Temporary_equity_at_redemption_value_closes_the_balance_sheet()
    {
        Assert.Equal(959 * Million, Value(AmericanInternational, "MezzanineEquity", "FY2009"));
        Assert.NotEmptyAndAll(
            BuildStatement(AmericanInternational, StatementKind.Balance).Checks.Where(check => check.Period is "FY2009" or "FY2008"),
            check => Assert.Equal((CheckStatus.Passed, 0m), (check.Status, check.Difference)));
    }

    [Fact]
    public void The_total_of_cash_comes_before_cash_due_from_banks() =>
        Assert.Equal(8_684_624_000m, Value(CapitalOne, "CashAndEquivalents", "FY2009"));

    [Fact]
    public void Outlays_filed_as_negative_are_turned()
    {
        var outlay = Get(PacificGasAndElectric, "CapitalExpenditures", "FY2009");
        Assert.Equal((-3_958 * Million, -3_958 * Million, 1m), (outlay.Value, outlay.Source!.Value, outlay.Source.Factor));
    }

    [Fact]
    public void Cars_bought_for_rent_are_not_capital_expenditures_of_Hertz() =>
        Assert.Equal(-97 * Million, Figures.Value(Companies.Hertz, "CapitalExpenditures", "FY2025"));

    [Fact]
    public void Debt_filed_as_negative_is_turned() => Assert.Equal(10_184_849_000m, Value(Entergy, "LongTermDebt", "2009Q2"));

    [Fact]
    public void Payments_for_oil_and_gas_property_are_capital_expenditures() =>
        Assert.Equal(-4_352 * Million, Value(AnadarkoPetroleum, "CapitalExpenditures", "FY2009"));

    [Theory]
    [InlineData("FY2009", -3_176_783 - 326_226)]
    [InlineData("FY2008", -4_718_860 - 476_611)]
    [InlineData("2010Q1", -1_063_390 - 61_483)]
    public void Payments_for_oil_and_gas_property_and_for_other_property_add_up(string period, int thousands) =>
        Assert.Equal(thousands * 1_000m, Value(EogResources, "CapitalExpenditures", period));

    [Theory]
    [InlineData(Schlumberger, 4_355)]
    [InlineData(AmericanInternational, 113_298)]
    [InlineData(GoldmanSachs, 185_085)]
    public void Other_and_unsecured_long_term_debt_is_long_term_debt(int cik, int millions) =>
        Assert.Equal(millions * Million, Value(cik, "LongTermDebt", "FY2009"));

    [Fact]
    public void A_short_first_year_since_inception_is_a_year() => Assert.Equal(-650_745m, Value(GoresHoldings, "NetIncome", "FY2020"));

    [Fact]
    public void Quarters_of_a_year_without_an_annual_report_are_shown() =>
        Assert.Equal((657 * Million, 48_979 * Million), (Value(Exelon, "NetIncome", "2009Q2"), Value(Exelon, "Assets", "2009Q2")));

    [Fact]
    public void A_first_quarter_without_a_report_is_the_half_year_less_the_second_quarter() =>
        Assert.Equal((100_161_000m - 54_921_000m, "6M2026 − 2026Q2"),
            (Value(Kamada, "Revenue", "2026Q1"), Get(Kamada, "Revenue", "2026Q1").Source!.Derivation));

    [Fact]
    public void Per_share_figures_tagged_as_pure_numbers_count() => Assert.Equal(0.38m, Value(TRowePrice, "EpsDiluted", "2009Q2"));
}
