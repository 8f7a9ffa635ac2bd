using EdgarApi.Financials.Statements;
using static EdgarApi.Financials.Tests.Families.FamilyFigures;

namespace EdgarApi.Financials.Tests.Families;

/// <summary>Gains, losses and costs within other lines, and the parts of an insurer's premiums and realized gains.</summary>
public class GainsAndCostsTests
{
    [Theory]
    [InlineData(BostonProperties, "GainOnInvestments", "2009Q2", 1_194_000)]
    [InlineData(Ventas, "ForeignExchangeGain", "FY2009", -50_000)]
    [InlineData(DteEnergy, "GainOnSaleOfAssets", "FY2008", 128_000_000)]
    [InlineData(AmericanInternational, "GainOnSaleOfBusinesses", "FY2009", -1_271_000_000)]
    [InlineData(IntercontinentalExchange, "AcquisitionCosts", "FY2009", 6_139_000)]
    public void Gains_and_costs_are_lines_of_any_filer(int cik, string metric, string period, int value) =>
        Assert.Equal(value, Value(cik, metric, period));

    [Theory]
    [InlineData(Companies.Alphabet, "GainOnInvestments", "FY2025", 24_620)]
    [InlineData(Companies.Tsmc, "ForeignExchangeGain", "FY2021", 16_115.9)]
    [InlineData(Companies.SunEdison, "ForeignExchangeGain", "FY2011", -4.7)]
    [InlineData(Companies.Marvell, "GainOnSaleOfBusinesses", "FY2026", 1_830.4)]
    public void They_are_found_under_later_concepts_and_those_of_IFRS(int cik, string metric, string period, double millions) =>
        Assert.Equal((decimal)millions * Figures.Million, Figures.Value(cik, metric, period));

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
}
