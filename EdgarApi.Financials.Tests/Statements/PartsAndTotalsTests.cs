using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Statements;

/// <summary>A part is not taken for the total where the same filing has the total or its other parts. Expected values are rows of the raw files.</summary>
public class PartsAndTotalsTests
{
    private const int McDonalds = 63908, Nike = 320187, Tesla = 1318605, Herc = 1364479, Hertz = 1657853;

    private const decimal Million = 1_000_000m;

    [Theory]
    [InlineData(McDonalds, "FY2024", 2_097)]
    [InlineData(Companies.Apple, "FY2015", 11_257)]
    [InlineData(Tesla, "FY2017", 1_636.003)]
    public void Depreciation_is_that_of_the_cash_flow_statement_not_of_one_line_or_note(int cik, string year, decimal millions) =>
        Assert.Equal(millions * Million, Value(cik, "DepreciationAmortization", year).Value);

    [Theory]
    [InlineData(Companies.Marvell, "FY2026", 348.6 + 942)]
    [InlineData(Companies.Amd, "FY2025", 750 + 2_300)]
    public void Other_depreciation_stands_beside_the_amortization_of_intangibles(int cik, string year, decimal millions) =>
        Assert.Equal(millions * Million, Value(cik, "DepreciationAmortization", year).Value);

    [Theory]
    [InlineData(Hertz, "FY2023", 2_039 + 149)]
    [InlineData(Hertz, "FY2016", 2_359 + 265)]
    [InlineData(Hertz, "2024Q2", 1_035 + 41)]
    [InlineData(Herc, "FY2017", 378.9 + 46.8 + 4.7)]
    public void Depreciation_of_the_fleet_and_of_all_else_make_the_total(int cik, string period, decimal millions) =>
        Assert.Equal(millions * Million, Value(cik, "DepreciationAmortization", period).Value);

    [Fact]
    public void Herc_amortization_was_a_line_of_its_own() => Assert.Equal((1_747 + 154.031m + 64.713m) * Million, Value(Herc, "DepreciationAmortization", "FY2010").Value);

    [Fact]
    public void Herc_amortization_is_in_the_line_that_was_restated_by_it() => Assert.Equal((2_415 + 339) * Million, Value(Herc, "DepreciationAmortization", "FY2013").Value);

    [Fact]
    public void Hertz_depreciation_without_that_of_its_fleet_is_none()
    {
        var value = Value(Hertz, "DepreciationAmortization", "FY2019");

        Assert.Equal((null, "reported for a part of the assets only"), (value.Value, value.Reason));
    }

    [Theory]
    [InlineData("EquityIncludingNoncontrolling", 12_258)]
    [InlineData("Liabilities", 21_379 - 12_258)]
    public void Nike_component_of_equity_is_not_total_equity(string metric, int millions) => Assert.Equal(millions * Million, Value(Nike, metric, "FY2016").Value);

    [Fact]
    public void Home_Depot_deferred_revenue_is_that_of_the_balance_sheet() => Assert.Equal(2_575 * Million, Value(Companies.HomeDepot, "DeferredRevenueCurrent", "FY2025").Value);

    [Fact]
    public void Alphabet_long_term_investments_are_those_of_the_balance_sheet() => Assert.Equal(37_982 * Million, Value(Companies.Alphabet, "LongTermInvestments", "FY2024").Value);

    [Fact]
    public void Herc_has_no_operating_income_from_a_part_of_its_costs()
    {
        var value = Value(Herc, "OperatingIncome", "FY2018");

        Assert.Equal((null, "the costs above it are not all reported"), (value.Value, value.Reason));
    }

    private static MetricValue Value(int cik, string id, string period)
    {
        Assert.True(MetricCatalog.TryFind(id, out var metric));
        Assert.True(MetricCatalog.TryFind("NetIncome", out var netIncome));
        var frequency = period.StartsWith("FY", StringComparison.Ordinal) ? Frequency.Annual : Frequency.Quarterly;
        var points = TimeSeriesBuilder.Build(Companies.Facts(cik), [metric, netIncome], frequency, 200, new StatementOptions()).Series[0].Points;
        return points.Single(point => point.Period.Key == period).Value;
    }
}
