using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Statements;

/// <summary>
/// A part does not count as the total if the same filing has the total or its other parts. Expected values come from the raw files.
/// </summary>
public class PartsAndTotalsTests
{
    private const int McDonalds = 63908, Nike = 320187, Tesla = 1318605, Herc = 1364479, Hertz = 1657853;

    private const decimal Million = 1_000_000m;

    [Theory]
    [InlineData(McDonalds, "FY2024", 2_097)]
    [InlineData(Companies.Apple, "FY2015", 11_257)]
    [InlineData(Tesla, "FY2017", 1_636.003)]
    public void Depreciation_comes_from_the_cash_flow_statement_not_from_one_line_or_note(int cik, string year, decimal millions) =>
        Assert.Equal(millions * Million, Value(cik, "DepreciationAmortization", year).Value);

    [Theory]
    [InlineData(Companies.Marvell, "FY2026", 348.6 + 942)]
    [InlineData(Companies.Amd, "FY2025", 750 + 2_300)]
    public void Other_depreciation_and_intangible_amortization_add_up(int cik, string year, decimal millions) =>
        Assert.Equal(millions * Million, Value(cik, "DepreciationAmortization", year).Value);

    [Theory]
    [InlineData(Hertz, "FY2023", 2_039 + 149)]
    [InlineData(Hertz, "FY2016", 2_359 + 265)]
    [InlineData(Hertz, "2024Q2", 1_035 + 41)]
    [InlineData(Herc, "FY2017", 378.9 + 46.8 + 4.7)]
    public void Fleet_and_other_depreciation_add_up_to_the_total(int cik, string period, decimal millions) =>
        Assert.Equal(millions * Million, Value(cik, "DepreciationAmortization", period).Value);

    [Fact]
    public void Herc_amortization_was_a_separate_line() =>
        Assert.Equal((1_747 + 154.031m + 64.713m) * Million, Value(Herc, "DepreciationAmortization", "FY2010").Value);

    [Fact]
    public void Herc_restated_depreciation_includes_amortization() =>
        Assert.Equal((2_415 + 339) * Million, Value(Herc, "DepreciationAmortization", "FY2013").Value);

    [Fact]
    public void Hertz_depreciation_without_the_fleet_is_not_shown()
    {
        var value = Value(Hertz, "DepreciationAmortization", "FY2019");

        Assert.Equal((null, "reported for a part of the assets only"), (value.Value, value.Reason));
    }

    [Theory]
    [InlineData("EquityIncludingNoncontrolling", 12_258)]
    [InlineData("Liabilities", 21_379 - 12_258)]
    public void A_Nike_equity_component_is_not_total_equity(string metric, int millions) =>
        Assert.Equal(millions * Million, Value(Nike, metric, "FY2016").Value);

    [Fact]
    public void Home_Depot_deferred_revenue_comes_from_the_balance_sheet() =>
        Assert.Equal(2_575 * Million, Value(Companies.HomeDepot, "DeferredRevenueCurrent", "FY2025").Value);

    [Fact]
    public void Alphabet_long_term_investments_come_from_the_balance_sheet() =>
        Assert.Equal(37_982 * Million, Value(Companies.Alphabet, "LongTermInvestments", "FY2024").Value);

    [Fact]
    public void Herc_operating_income_is_not_derived_from_some_of_its_costs()
    {
        var value = Value(Herc, "OperatingIncome", "FY2018");

        Assert.Equal((null, "the costs above it are not all reported"), (value.Value, value.Reason));
    }

    private static MetricValue Value(int cik, string metric, string period) => Figures.Get(cik, metric, period);
}
