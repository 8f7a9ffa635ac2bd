using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>
/// Trap 14: free-text units in variants, a CIK as text, and labels and names that are missing or belong to another filer.
/// </summary>
public class FreeTextUnitTests
{
    [Fact]
    public void Units_are_kept_as_written_and_found_ignoring_case()
    {
        var units = Companies.Complete.SelectMany(cik => Companies.Facts(cik).Query(new FactQuery(), 0, int.MaxValue).Facts)
            .Select(fact => fact.Unit)
            .ToHashSet();

        Assert.Superset(
            new HashSet<string>([
                "Segment", "segment", "reportable_segment", "Reportable_segment", "USD/shares", "pure", "USD/PartnershipUnit",
            ]),
            units);
        Assert.Equal(
            Companies.Facts(Companies.Nvidia).Query(new FactQuery { Unit = "segment" }, 0, int.MaxValue).Total,
            Companies.Facts(Companies.Nvidia).Query(new FactQuery { Unit = "SEGMENT" }, 0, int.MaxValue).Total);
    }

    [Fact]
    public void Costco_EPS_of_2008_in_pure_units_counts_as_dollars()
    {
        var filed = Companies.Facts(Companies.Costco)
            .Query(new FactQuery { Concept = "us-gaap:EarningsPerShareDiluted", Unit = "pure" }, 0, 10).Facts;

        Assert.Equal(2.89m, Assert.Single(filed, fact => fact.Period.End == new DateOnly(2008, 8, 31)).Value);
        Assert.Equal(2.89m, Figures.Value(Companies.Costco, "EpsDiluted", "FY2008"));
    }

    [Fact]
    public void A_CIK_written_as_text_is_read() =>
        Assert.Equal(Companies.LogisticProperties, (int)Companies.Facts(Companies.LogisticProperties).Cik.Value);

    [Fact]
    public void Concepts_without_a_label_have_none()
    {
        var facts = Companies.Facts(Companies.Tsmc).Query(new FactQuery { Taxonomy = "ifrs-full" }, 0, int.MaxValue).Facts.ToList();
        Assert.Contains(facts, fact => fact.Label is null);
    }

    [Fact]
    public void Reported_lines_have_a_label_even_if_the_concept_lacks_one() =>
        Assert.NotEmptyAndAll(
            StatementBuilder.Build(
                Companies.Facts(Companies.Tsmc),
                new StatementRequest(StatementKind.Balance, Periods: 1) { View = StatementView.Reported })
                .Lines,
            line => Assert.NotEmpty(line.Label));

    [Fact]
    public void The_name_in_a_file_may_belong_to_a_co_registrant() =>
        Assert.Equal("BofA Finance LLC", Companies.Facts(Companies.BankOfAmerica).EntityName);
}
