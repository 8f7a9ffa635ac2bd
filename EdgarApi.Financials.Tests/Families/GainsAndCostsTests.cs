using EdgarApi.Financials.Statements;
using static EdgarApi.Financials.Tests.Families.FamilyFigures;

namespace EdgarApi.Financials.Tests.Families;

/// <summary>Gains, losses and costs within other lines, and the parts of an insurer's premiums and realized gains.</summary>
public class GainsAndCostsTests
{
    [Theory]
    [InlineData(BostonProperties, "GainOnInvestments", "2009Q2", 1_194_000)]
    [InlineData(Ventas, "ForeignExchangeGain", "FY2009", -50_000)]
    [InlineData(IntercontinentalExchange, "AcquisitionCosts", "FY2009", 6_139_000)]
    public void Gains_and_costs_are_lines_of_any_filer(int cik, string metric, string period, int value) =>
        Assert.Equal(value, Value(cik, metric, period));

    [Fact]
    public void They_are_found_under_later_concepts() =>
        Assert.Equal(24_620 * Figures.Million, Figures.Value(Companies.Alphabet, "GainOnInvestments", "FY2025"));

    /// <summary>
    /// TSMC tags the adjustment of its cash flow statement as a currency gain, and a part as the gain on investments. SunEdison tags its
    /// currency losses under a narrower concept.
    /// </summary>
    [Theory]
    [InlineData(Companies.Tsmc, "ForeignExchangeGain", "FY2021")]
    [InlineData(Companies.Tsmc, "GainOnInvestments", "FY2021")]
    [InlineData(Companies.SunEdison, "ForeignExchangeGain", "FY2011")]
    public void Adjustments_and_parts_do_not_count(int cik, string metric, string period) =>
        AssertNotReported(Figures.Get(cik, metric, period));

    /// <summary>As a gain on marketable securities, Ur-Energy tags the change of its warrants.</summary>
    [Theory]
    [InlineData("FY2019")]
    [InlineData("FY2020")]
    public void Changes_of_warrants_are_no_gain_on_investments(string period) =>
        AssertNotReported(Get(UrEnergy, "GainOnInvestments", period));

    /// <summary>Net losses of 7,772 million are impairments and 6,272 million of other losses.</summary>
    [Fact]
    public void An_insurer_has_its_gains_on_investments_once()
    {
        var gains = Get(MetLife, "GainOnInvestments", "FY2009");
        Assert.Equal((null, ReasonCode.NotMeaningful), (gains.Value, gains.ReasonCode));
        Assert.Equal(
            (-7_772_000_000m, -6_272_000_000m),
            (Value(MetLife, "RealizedGains", "FY2009"), Value(MetLife, "OtherRealizedGains", "FY2009")));
    }

    /// <summary>Progressive tags the total under both concepts until impairments become a line of their own in 2009.</summary>
    [Fact]
    public void Other_realized_gains_are_not_the_total()
    {
        var statement = BuildStatement(Progressive, StatementKind.Income);
        decimal?[] GetValues(string id) => [.. statement.Lines.Single(line => line.Id == id).Values.Select(value => value.Value)];
        Assert.Equal(["FY2009", "FY2008", "FY2007"], statement.Periods.Select(period => period.Key));
        Assert.Equal([27_100_000m, -1_445_100_000m, 106_300_000m], GetValues("RealizedGains"));
        Assert.Equal([67_900_000m, null, null], GetValues("OtherRealizedGains"));
    }

    [Fact]
    public void A_line_without_a_value_is_not_in_the_statement()
    {
        var lines = BuildStatement(Progressive, StatementKind.Income).Lines.Select(line => line.Id).ToList();
        Assert.Contains("OtherRealizedGains", lines);
        Assert.DoesNotContain("GainOnInvestments", lines);
        Assert.DoesNotContain("AcquisitionCosts", lines);
    }

    [Fact]
    public void Gross_premiums_are_net_premiums_and_those_ceded()
    {
        var gross = Get(AlliedWorld, "PremiumsWrittenGross", "2010Q1");
        Assert.Equal((504_163_000m, "PremiumsWritten + PremiumsCeded"), (gross.Value, gross.Source!.Derivation));
        Assert.Equal([433_292_000m, 70_871_000m], gross.Source.Operands.Select(operand => operand.Value));
    }

    [Fact]
    public void Life_health_and_other_premiums_add_up() => Assert.Equal(
        Value(Torchmark, "PremiumsEarned", "FY2009"),
        Value(Torchmark, "PremiumsEarnedLife", "FY2009") + Value(Torchmark, "PremiumsEarnedHealth", "FY2009")
        + Value(Torchmark, "PremiumsEarnedOther", "FY2009"));

    private static void AssertNotReported(MetricValue value) =>
        Assert.Equal((null, ReasonCode.NotReported), (value.Value, value.ReasonCode));
}
