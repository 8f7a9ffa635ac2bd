using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Overview;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Audit;

/// <summary>Errors that the audit of real companies found.</summary>
public class AuditedCompaniesTests
{
    private const int
        Caterpillar = 18230,
        InternationalBusinessMachines = 51143,
        Pfizer = 78003,
        Merck = 310158,
        McDonalds = 63908,
        Nike = 320187,
        SunEdison = 945436,
        Tesla = 1318605,
        Herc = 1364479,
        LogisticProperties = 1997711;

    private const decimal Million = 1_000_000m;

    [Fact]
    public void Tesla_mezzanine_equity_is_redeemable_interests_plus_convertible_notes() =>
        Assert.Equal(655 * Million, Value(Tesla, "MezzanineEquity", "FY2020"));

    [Fact]
    public void Tesla_notes_convertible_at_year_end_are_mezzanine_equity() =>
        Assert.Equal(58_196_000m, Value(Tesla, "MezzanineEquity", "FY2014"));

    [Fact]
    public void Nvidia_convertible_debt_obligation_is_mezzanine_equity() =>
        Assert.Equal(31 * Million, Value(Companies.Nvidia, "MezzanineEquity", "FY2017"));

    [Fact]
    public void SunEdison_redeemable_interest_is_mezzanine_equity() =>
        Assert.Equal(11.4m * Million, Value(SunEdison, "MezzanineEquity", "2012Q3"));

    [Fact]
    public void Herc_2015_balance_sheet_describes_the_company_after_the_spin_off() =>
        Assert.Equal(2_302 * Million, Value(Herc, "EquityIncludingNoncontrolling", "FY2015"));

    [Fact]
    public void Caterpillar_years_start_the_day_after_the_previous_year() =>
        Assert.Equal(
            new DateOnly(2010, 1, 1),
            Figures.Points(Caterpillar, "NetIncome", Frequency.Annual).Single(point => point.Period.Key == "FY2010").Period.Start);

    [Fact]
    public void Tsmc_has_no_quarters() => Assert.Empty(Figures.Points(Companies.Tsmc, "Revenue", Frequency.Quarterly));

    [Fact]
    public void Logistic_Properties_reports_operating_cash_flow_under_another_concept() =>
        Assert.Equal(19_391_563m, Value(LogisticProperties, "OperatingCashFlow", "FY2024"));

    [Fact]
    public void Home_Depot_change_in_cash_includes_exchange_rates() =>
        Assert.Equal(1_057 * Million, Value(Companies.HomeDepot, "NetChangeInCash", "FY2017"));

    [Fact]
    public void Nike_first_quarter_is_restated_with_its_first_half() =>
        Assert.Equal((11_439 - 5_546) * Million, Value(Nike, "Revenue", "2012Q1"));

    [Fact]
    public void McDonalds_fourth_quarter_is_restated_with_its_year() =>
        Assert.Equal(5_428.2m * Million, Value(McDonalds, "Revenue", "2019Q4"));

    [Fact]
    public void Apple_second_quarter_comes_from_the_restated_first_half() =>
        Assert.Equal((39_804 - 27_234) * Million, Value(Companies.Apple, "OperatingCashFlow", "2017Q2"));

    [Fact]
    public void Under_Armour_quarterly_revenue_is_the_total_although_the_years_concept_is_a_part() =>
        Assert.Equal(804_941_000m, Value(Companies.UnderArmour, "Revenue", "2015Q1"));

    [Fact]
    public void Walmart_third_quarter_is_not_computed_across_a_restatement()
    {
        var value = Figures.Get(Companies.Walmart, "OperatingCashFlow", "2017Q3");

        Assert.Null(value.Value);
        Assert.Equal("the longer period was restated, its part was not", value.Reason);
    }

    [Fact]
    public void Home_Depot_fourth_quarter_of_2018_uses_values_before_the_restatement()
    {
        var value = Figures.Get(Companies.HomeDepot, "OperatingCashFlow", "2018Q4");

        Assert.Equal("FY2018 − 9M2018 before the restatement", value.Source!.Derivation);
    }

    [Theory]
    [InlineData(Companies.ProcterAndGamble, 18_761)]
    [InlineData(McDonalds, 10_344)]
    public void Untagged_income_before_tax_is_net_income_plus_tax(int cik, int millions) =>
        Assert.InRange(Value(cik, "PretaxIncome", "FY2024")!.Value, (millions - 1) * Million, (millions + 1) * Million);

    [Fact]
    public void Nike_operating_income_is_gross_profit_minus_overhead() =>
        Assert.Equal(6_311 * Million, Value(Nike, "OperatingIncome", "FY2024"));

    [Fact]
    public void Royal_Bank_weighted_shares_filed_in_thousands_are_scaled() =>
        Assert.InRange(Value(Companies.RoyalBank, "SharesBasic", "FY2018")!.Value, 1_400 * Million, 1_500 * Million);

    [Fact]
    public void Merck_weighted_shares_filed_in_millions_are_scaled_to_match_other_filings() =>
        Assert.Equal(3_120 * Million, Value(Merck, "SharesDiluted", "FY2010"));

    [Theory]
    [InlineData(InternationalBusinessMachines, "2020Q4", 73_620 - 53_253)]
    [InlineData(Merck, "2019Q4", 46_840 - 34_972)]
    [InlineData(Pfizer, "2022Q4", 100_330 - 76_040)]
    public void A_fourth_quarter_uses_values_before_the_restatement_even_when_rounding_leaves_a_million(
        int cik, string period, int millions) => Assert.Equal(millions * Million, Value(cik, "Revenue", period));

    [Fact]
    public void Herc_depreciation_includes_the_rental_fleet() =>
        Assert.Equal(444.8m * Million, Value(Herc, "DepreciationAmortization", "FY2018"));

    [Fact]
    public void Apple_public_float_comes_from_the_annual_report_cover() =>
        Assert.Equal(3_253_431_000_000m, Value(Companies.Apple, "PublicFloat", "FY2025"));

    [Fact]
    public void The_overview_reports_the_quality_of_the_newest_statements()
    {
        var quality = CompanyOverview.Build(Companies.Facts(Companies.Apple), new StatementOptions()).Quality;

        Assert.InRange(quality.Passed, 60, int.MaxValue);
        Assert.Equal(0, quality.Failed);
        Assert.Empty(quality.Failures);
    }

    private static decimal? Value(int cik, string metric, string period) => Figures.Get(cik, metric, period).Value;
}
