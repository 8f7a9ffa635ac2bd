using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 14: units as free text and in variants, a CIK as text, labels and names that are missing or another's.</summary>
public class FreeTextUnitTests
{
    [Fact]
    public void Units_are_kept_as_written_and_found_in_any_case()
    {
        var units = Companies.Whole.SelectMany(cik => Companies.Facts(cik).Query(new FactQuery(), 0, int.MaxValue).Facts).Select(fact => fact.Unit).ToHashSet();

        Assert.Superset(new HashSet<string>(["Segment", "segment", "reportable_segment", "Reportable_segment", "USD/shares", "pure", "USD/PartnershipUnit"]), units);
        Assert.Equal(
            Companies.Facts(Companies.Nvidia).Query(new FactQuery { Unit = "segment" }, 0, int.MaxValue).Total,
            Companies.Facts(Companies.Nvidia).Query(new FactQuery { Unit = "SEGMENT" }, 0, int.MaxValue).Total);
    }

    [Fact]
    public void Costco_EPS_of_2008_tagged_pure_is_a_fact_and_fails_nothing()
    {
        var filed = Companies.Facts(Companies.Costco).Query(new FactQuery { Concept = "us-gaap:EarningsPerShareDiluted", Unit = "pure" }, 0, 10).Facts;

        Assert.Equal(2.89m, Assert.Single(filed, fact => fact.Period.End == new DateOnly(2008, 8, 31)).Value);
        Assert.Null(Figures.Get(Companies.Costco, "EpsDiluted", "FY2008").Value);
    }

    [Fact]
    public void A_CIK_written_as_text_is_read() => Assert.Equal(Companies.LogisticProperties, (int)Companies.Facts(Companies.LogisticProperties).Cik.Value);

    [Fact]
    public void Concepts_without_a_label_have_none()
    {
        var facts = Companies.Facts(Companies.Tsmc).Query(new FactQuery { Taxonomy = "ifrs-full" }, 0, int.MaxValue).Facts.ToList();
        Assert.Contains(facts, fact => fact.Label is null);
    }

    [Fact]
    public void Lines_of_the_reported_view_have_a_label_all_the_same() =>
        Assert.NotEmptyAndAll(
            StatementBuilder.Build(Companies.Facts(Companies.Tsmc), new StatementRequest(StatementKind.Balance, Periods: 1) { View = StatementView.Reported }).Lines,
            line => Assert.NotEmpty(line.Label));

    [Fact]
    public void The_name_in_a_file_may_be_a_co_registrants() => Assert.Equal("BofA Finance LLC", Companies.Facts(Companies.BankOfAmerica).EntityName);
}
