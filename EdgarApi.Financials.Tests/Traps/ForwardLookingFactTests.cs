using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 16: periods that end after the filing are future schedules, not actuals.</summary>
public class ForwardLookingFactTests
{
    [Fact]
    public void Amd_expected_2012_cash_flows_are_facts_but_not_actuals()
    {
        var expected = Companies.Facts(Companies.Amd)
            .Query(
                new FactQuery
                {
                    Concept = "us-gaap:EffectOnFutureCashFlowsAmount",
                    From = new(2012, 12, 29),
                    To = new(2012, 12, 29),
                },
                0,
                10).Facts;
        Assert.Contains(expected, fact => fact.Value == 29 * Figures.Million && fact.Filed == new DateOnly(2011, 11, 9));

        var statement = StatementBuilder.Build(
            Companies.Facts(Companies.Amd), new StatementRequest(StatementKind.Income, Periods: 40) { View = StatementView.Reported });
        Assert.DoesNotContain(statement.Lines.Concat(statement.Unclassified), line => line.Id == "us-gaap:EffectOnFutureCashFlowsAmount");
    }

    [Fact]
    public void No_period_of_any_company_ends_after_its_last_filing()
    {
        foreach (var cik in Companies.Complete)
        {
            var lastFiled = Companies.Facts(cik).LastFiled!.Value;
            Assert.NotEmptyAndAll(
                Enum.GetValues<Frequency>().SelectMany(frequency => Figures.Periods(cik, frequency)),
                period => Assert.True(period.End <= lastFiled, $"{cik} {period.Key}"));
        }
    }

    [Fact]
    public void No_amount_of_any_statement_was_filed_before_its_period_ended()
    {
        foreach (var cik in Companies.Complete)
            foreach (var kind in Enum.GetValues<StatementKind>())
            {
                var amounts = Figures.Statement(cik, kind).Lines
                    .SelectMany(line => line.Values)
                    .Select(value => value.Source)
                    .OfType<Source>()
                    .SelectMany(Rows)
                    .Where(source => source.Unit.Length == 3);
                foreach (var source in amounts)
                    Assert.True(source.End <= source.Filed, $"{cik} {source.Concept} {source.End:O} of {source.Filed:O}");
            }
    }

    private static IEnumerable<Source> Rows(Source source) => source.Operands.Count == 0 ? [source] : source.Operands.SelectMany(Rows);
}
