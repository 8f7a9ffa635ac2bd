using CsCheck;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Properties;

/// <summary>Properties of any company's statements. A failure reports the seed that reproduces it.</summary>
public class FactProperties
{
    private const int Companies = 40;

    [Fact]
    public void The_order_of_the_rows_changes_nothing() =>
        Gen.Select(GeneratedCompany.Any, Gen.Int).Sample((company, seed) =>
        {
            var rows = company.Facts.ToArray();
            new Random(seed).Shuffle(rows);

            Assert.Equal(Answers.WithSources(GeneratedFact.Parse(company.Facts)), Answers.WithSources(GeneratedFact.Parse(rows)));
        }, iter: Companies);

    [Fact]
    public void A_later_proxy_statement_changes_nothing() =>
        Gen.Select(GeneratedCompany.Any, Gen.Int[0, int.MaxValue], Gen.Int[-9, 9]).Sample((company, at, difference) =>
        {
            var copied = company.Facts[at % company.Facts.Count];
            var proxy = copied with
            {
                Value = copied.Value + difference * 1_000m,
                Accession = "0000000001-30-000001",
                Form = "DEF 14A",
                Filed = company.FilingDays[^1].AddDays(30),
            };

            Assert.Equal(
                Answers.WithSources(GeneratedFact.Parse(company.Facts)),
                Answers.WithSources(GeneratedFact.Parse([.. company.Facts, proxy])));
        }, iter: Companies);

    [Fact]
    public void Refiling_the_newest_report_changes_no_value() =>
        GeneratedCompany.Any.Sample(company =>
        {
            var newest = company.FilingDays[^1];
            var again = company.Facts.Where(fact => fact.Filed == newest)
                .Select(fact => fact with { Accession = "0000000001-30-000002", Form = fact.Form + "/A", Filed = newest.AddDays(10) });

            Assert.Equal(
                Answers.Values(GeneratedFact.Parse(company.Facts)),
                Answers.Values(GeneratedFact.Parse([.. company.Facts, .. again])));
        }, iter: Companies);

    [Fact]
    public void Repeating_a_fact_changes_no_value() =>
        Gen.Select(GeneratedCompany.Any, Gen.Int[0, int.MaxValue]).Sample((company, at) =>
        {
            var fact = company.Facts[at % company.Facts.Count];
            var newest = company.Facts
                .Where(other => (other.Concept, other.Unit, other.Start, other.End) == (fact.Concept, fact.Unit, fact.Start, fact.End))
                .MaxBy(other => other.Filed)!;
            var again = newest with { Accession = "0000000001-30-000003", Form = newest.Form + "/A", Filed = newest.Filed.AddDays(1) };

            Assert.Equal(
                Answers.Values(GeneratedFact.Parse(company.Facts)),
                Answers.Values(GeneratedFact.Parse([.. company.Facts, again])));
        }, iter: Companies);

    [Fact]
    public void A_statement_as_of_a_day_equals_one_built_from_the_filings_up_to_that_day() =>
        Gen.Select(GeneratedCompany.Any, Gen.Int[0, int.MaxValue], Gen.Int[0, 120]).Sample((company, at, later) =>
        {
            var day = company.FilingDays[at % company.FilingDays.Count].AddDays(later);
            var known = company.Facts.Where(fact => fact.Filed <= day);

            Assert.Equal(
                Answers.WithSources(GeneratedFact.Parse(known)),
                Answers.WithSources(GeneratedFact.Parse(company.Facts), new StatementOptions { AsOf = day }));
        }, iter: Companies);

    [Fact]
    public void Later_filings_never_remove_a_value() =>
        Gen.Select(GeneratedCompany.Any, Gen.Int[0, int.MaxValue]).Sample((company, at) =>
        {
            var facts = GeneratedFact.Parse(company.Facts);
            var day = company.FilingDays[at % company.FilingDays.Count];
            var (then, now) = (Reported(day), Reported(company.FilingDays[^1]));

            Assert.Subset(now, then);

            HashSet<string> Reported(DateOnly asOf) =>
            [
                .. from statement in Answers.Statements(facts, new StatementOptions { AsOf = asOf, Vintage = Vintage.Original })
                   from line in statement.Lines
                   from cell in statement.Periods.Zip(line.Values)
                   where statement.Frequency != Frequency.Ttm && cell.Second.Source is { Derivation: null }
                   select $"{line.Id} {cell.First.Key} {cell.Second.Source!.Accession} {cell.Second.Source.Value}",
            ];
        }, iter: Companies);

    [Fact]
    public void Statements_scale_with_their_facts() =>
        Gen.Select(GeneratedCompany.Any, Gen.Int[2, 9]).Sample((company, times) =>
        {
            var scaled = company.Facts.Select(fact => fact.IsAmount ? fact with { Value = fact.Value * times } : fact);

            var (small, large) = (Answers.Values(GeneratedFact.Parse(company.Facts)), Answers.Values(GeneratedFact.Parse(scaled)));

            Assert.Equal(small.Keys, large.Keys);
            Assert.NotEmptyAndAll(small, cell => AssertScaled(cell.Key, cell.Value, large[cell.Key], times));
        }, iter: Companies);

    [Fact]
    public void A_quarterly_value_is_always_the_quarters_true_value() =>
        GeneratedCompany.Any.Sample(company =>
        {
            var statements = Answers.Statements(GeneratedFact.Parse(company.Facts));
            foreach (var statement in statements.Where(statement => statement.Frequency == Frequency.Quarterly))
            {
                Assert.NotEmptyAndAll(statement.Periods, period => Assert.InRange(period.Days, 89, 93));
                foreach (var line in statement.Lines.Where(line => line.Id is "Revenue" or "NetIncome" or "OperatingCashFlow"))
                    foreach (var (period, value) in statement.Periods.Zip(line.Values))
                        if (value.Value is { } shown) Assert.Contains(shown, company.True(line.Id, period.FiscalYear, period.Quarter));
            }
        }, iter: Companies);

    private static void AssertScaled(string cell, decimal? value, decimal? scaled, int times)
    {
        if (cell.Contains("Shares", StringComparison.Ordinal)) Assert.Equal(value, scaled);
        else if (value is null) Assert.Null(scaled);
        // Per-share figures are rounded both before and after the comparison.
        else Assert.InRange(scaled!.Value, value.Value * times - 0.001m, value.Value * times + 0.001m);
    }
}
