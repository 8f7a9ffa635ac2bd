using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Statements;

/// <summary>
/// A cash flow statement has one basis, and its change in cash matches its sections. Expected values come from the raw files.
/// </summary>
public class CashFlowBasisTests
{
    private const int McDonalds = 63908, Nike = 320187, SunEdison = 945436, TorontoDominion = 947263, Tesla = 1318605, Hertz = 1657853;

    [Theory]
    [InlineData(Companies.Amd, "InvestingCashFlow", "2017Q4", -54 + 71)]
    [InlineData(TorontoDominion, "FinancingCashFlow", "2020Q4", -4_746 + 3_502)]
    public void Unchanged_lines_go_with_operating_cash_flow_after_a_restatement(
        int cik, string metric, string period, int millions) => Assert.Equal(millions * 1_000_000m, Value(cik, metric, period));

    [Fact]
    public void Lines_go_with_operating_cash_flow_before_a_restatement() =>
        Assert.Equal((-1_067 - 310) * 1_000_000m, Value(Nike, "InvestingCashFlow", "2013Q4"));

    [Theory]
    [InlineData(Companies.Amd, "2023Q2", 464 - 796)]
    [InlineData(Tesla, "2020Q2", 981 - 535)]
    public void An_inventory_change_filed_with_both_signs_gets_the_right_one(int cik, string period, int millions) =>
        Assert.Equal(millions * 1_000_000m, Value(cik, "ChangeInInventory", period));

    [Fact]
    public void SunEdison_nine_month_inventory_change_has_the_sign_of_the_year() =>
        Assert.Equal((160.7m - 108.2m) * 1_000_000m, Value(SunEdison, "ChangeInInventory", "2011Q4"));

    [Fact]
    public void Nvidia_change_in_cash_ignores_an_error_in_one_report() =>
        Assert.Equal((171.363m - 141.465m) * 1_000_000m, Value(Companies.Nvidia, "NetChangeInCash", "2014Q2"));

    [Fact]
    public void Under_Armour_change_in_cash_includes_exchange_rates() =>
        Assert.Equal(-27_950_000m, Value(Companies.UnderArmour, "NetChangeInCash", "2018Q1"));

    [Fact]
    public void Under_Armour_change_in_cash_of_a_recast_quarter_includes_restricted_cash() =>
        Assert.Equal(-77_332_000m, Value(Companies.UnderArmour, "NetChangeInCash", "2017Q1"));

    [Theory]
    [InlineData("EffectOfExchangeRates", "FY2015", -28)]
    [InlineData("NetChangeInCash", "FY2016", 287)]
    public void Hertz_tags_exchange_rates_and_change_in_cash_differently(string metric, string period, int millions) =>
        Assert.Equal(millions * 1_000_000m, Value(Hertz, metric, period));

    [Fact]
    public void McDonalds_cash_ignores_an_error_in_one_report() =>
        Assert.Equal(3_449.1m * 1_000_000m, Value(McDonalds, "CashIncludingRestricted", "FY2020"));

    [Theory]
    [InlineData(McDonalds, StatementKind.CashFlow, "change_in_cash_equals_balance_sheet_change", "FY2016", CheckStatus.Passed)]
    [InlineData(
        Companies.ProcterAndGamble, StatementKind.CashFlow, "change_in_cash_equals_balance_sheet_change", "2015Q1", CheckStatus.Restated)]
    [InlineData(Companies.HomeDepot, StatementKind.Income, "gross_profit_equals_revenue_less_cost", "2013Q1", CheckStatus.Restated)]
    [InlineData(Hertz, StatementKind.Income, "eps_times_shares_is_net_income", "2018Q1", CheckStatus.Restated)]
    [InlineData(Tesla, StatementKind.CashFlow, "sections_equal_change_in_cash", "2014Q4", CheckStatus.Passed)]
    [InlineData(SunEdison, StatementKind.CashFlow, "change_in_cash_equals_balance_sheet_change", "2015Q1", CheckStatus.Passed)]
    [InlineData(Companies.Celadon, StatementKind.CashFlow, "change_in_cash_equals_balance_sheet_change", "2011Q4", CheckStatus.Restated)]
    [InlineData(Companies.Walmart, StatementKind.CashFlow, "change_in_cash_equals_balance_sheet_change", "2009Q3", CheckStatus.Failed)]
    public void A_check_distinguishes_a_restatement_from_a_failure(
        int cik, StatementKind kind, string check, string period, CheckStatus status)
    {
        var frequency = period.StartsWith("FY", StringComparison.Ordinal) ? Frequency.Annual : Frequency.Quarterly;
        var statement = StatementBuilder.Build(Companies.Facts(cik), new StatementRequest(kind, frequency, 200));

        Assert.Equal(status, statement.Checks.Single(c => c.Name == check && c.Period == period).Status);
    }

    [Fact]
    public void Sunation_restated_cash_flows_have_no_exchange_rate_effect()
    {
        Assert.Equal("not in the restated statement", Figures.Get(Companies.Sunation, "EffectOfExchangeRates", "FY2021").Reason);
        Assert.Equal(18_966m, Figures.Value(Companies.Sunation, "NetChangeInCash", "FY2021"));
        Assert.Equal(177_257m - 175_821m, Figures.Value(Companies.Sunation, "NetChangeInCash", "2021Q2"));
        Assert.Equal(54_386m, Figures.FirstFiled(Companies.Sunation, "EffectOfExchangeRates", "FY2021"));
    }

    [Fact]
    public void Twelve_months_count_a_line_missing_from_a_restated_quarter_as_zero() =>
        Assert.Equal(38_140m + 36_822m + 8_766m - 37_863m, Figures.Value(Companies.Sunation, "EffectOfExchangeRates", "TTM2021-09-30"));

    [Fact]
    public void Tesla_fourth_quarter_change_in_cash_agrees_with_sections_and_balances() =>
        Assert.Equal(1_905_713_000m - 2_370_735_000m, Figures.Value(Tesla, "NetChangeInCash", "2014Q4"));

    [Theory]
    [InlineData("2015Q2", "0.39")]
    [InlineData("2015Q3", "2.60")]
    [InlineData("2016Q2", "-0.51")]
    public void Hertz_EPS_belongs_to_the_net_income_shown_not_to_continuing_operations(string period, string eps) =>
        Assert.Equal(decimal.Parse(eps, System.Globalization.CultureInfo.InvariantCulture), Figures.Value(Hertz, "EpsBasic", period));

    [Theory]
    [InlineData("2015Q1", 1_700_000)]
    [InlineData("2015Q4", 78_200_000)]
    public void Herc_income_to_common_before_the_spin_off_is_not_shown_beside_later_net_income(string period, int income) =>
        Assert.Equal(income, Figures.Value(Companies.Herc, "NetIncomeToCommon", period));

    [Fact]
    public void Hertz_fourth_quarter_shares_ignore_a_year_restated_for_a_rights_issue() =>
        Assert.Equal(83_000_000m, Value(Hertz, "SharesBasic", "2017Q4"));

    [Fact]
    public void Home_Depot_EPS_from_continuing_operations_is_not_EPS() =>
        Assert.Equal(0.2031m, Value(Companies.HomeDepot, "EpsBasic", "2009Q4"));

    private static decimal? Value(int cik, string metric, string period) => Figures.Get(cik, metric, period).Value;
}
