using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Tests.Properties;
using EdgarApi.Financials.Tests.Rules;

namespace EdgarApi.Financials.Tests.Statements;

public class EmptyEpsTests
{
    /// <summary>
    /// Tesla's diluted income is 556 thousand, after the gain on a warrant, on 124,265,292 shares: 0.00 in two reports, beside basic 0.10.
    /// </summary>
    [Theory]
    [InlineData(true, 0.006667)]
    [InlineData(false, 0.10)]
    public void Zero_is_shown_if_the_diluted_income_makes_it(bool adjusted, double basic)
    {
        var options = new StatementOptions { Adjusted = adjusted };
        Assert.Equal((decimal)basic, Figures.Value(Companies.Tesla, "EpsBasic", "2013Q1", options));
        Assert.Equal(0m, Figures.Value(Companies.Tesla, "EpsDiluted", "2013Q1", options));
    }

    [Fact]
    public void Zero_beside_a_basic_figure_is_an_empty_cell()
    {
        var income = SyntheticReport.Income(2020, ("NetIncomeLoss", 50)).ToList();
        GeneratedFact PerShare(string concept, decimal value) => income[0] with { Concept = concept, Unit = "USD/shares", Value = value };
        var facts = GeneratedFact.Parse(
            [.. income, PerShare("EarningsPerShareBasic", 0.10m), PerShare("EarningsPerShareDiluted", 0)]);

        Assert.Equal((null, ReasonCode.NotReported), SyntheticReport.Get(facts, "EpsDiluted"));
        Assert.Equal(0.10m, SyntheticReport.Get(facts, "EpsBasic").Millions * Figures.Million);
    }
}
