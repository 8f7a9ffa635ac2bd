using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 12: a file can mix currencies, but a statement has one. (Kraft Heinz, with its row in euros, has no file.)</summary>
public class OneCurrencyTests
{
    [Theory]
    [InlineData(StatementKind.Income)]
    [InlineData(StatementKind.Balance)]
    [InlineData(StatementKind.CashFlow)]
    public void Tsmc_statements_are_in_Taiwan_dollars_only(StatementKind kind)
    {
        var statement = Figures.Statement(Companies.Tsmc, kind);
        var sources = statement.Lines.SelectMany(line => line.Values).Select(value => value.Source).OfType<Source>().SelectMany(Rows);

        Assert.Equal("TWD", statement.Currency);
        Assert.NotEmptyAndAll(sources, source => Assert.Contains(source.Unit, new[] { "TWD", "TWD/shares", "shares" }));
    }

    [Fact]
    public void Tsmc_figures_are_not_the_convenience_translation()
    {
        var dollars = Companies.Facts(Companies.Tsmc)
            .Query(
                new FactQuery
                {
                    Concept = "ifrs-full:Revenue",
                    Unit = "USD",
                    From = new(2024, 12, 31),
                    To = new(2024, 12, 31),
                },
                0,
                10).Facts;

        Assert.Equal(88_268 * Figures.Million, Assert.Single(dollars).Value);
        Assert.Equal(2_894_307.7m * Figures.Million, Figures.Value(Companies.Tsmc, "Revenue", "FY2024"));
        Assert.Equal(44.67m, Figures.Value(Companies.Tsmc, "EpsDiluted", "FY2024"));
        Assert.Equal(6_691_764.7m * Figures.Million, Figures.Value(Companies.Tsmc, "Assets", "FY2024"));
    }

    [Theory]
    [InlineData(Companies.RoyalBank, "CAD")]
    [InlineData(Companies.BankOfMontreal, "CAD")]
    [InlineData(Companies.Scotiabank, "CAD")]
    [InlineData(Companies.TorontoDominion, "CAD")]
    [InlineData(Companies.LogisticProperties, "USD")]
    [InlineData(Companies.McDonalds, "USD")]
    public void The_statements_are_in_the_reporting_currency(int cik, string currency) =>
        Assert.Equal(currency, Figures.Statement(cik, StatementKind.Balance).Currency);

    private static IEnumerable<Source> Rows(Source source) => source.Operands.Count == 0 ? [source] : source.Operands.SelectMany(Rows);
}
