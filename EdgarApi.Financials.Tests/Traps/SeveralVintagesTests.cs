using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 1: most facts are in several filings, some with different values, but never twice in one filing.</summary>
public class SeveralVintagesTests
{
    [Fact]
    public void Every_row_of_the_26_complete_files_is_kept() =>
        Assert.Equal(430_560, Companies.Complete.Sum(cik => Companies.Facts(cik).Count));

    [Fact]
    public void One_in_18_facts_has_several_values_and_none_is_filed_twice_in_one_filing()
    {
        int facts = 0, several = 0, different = 0;
        foreach (var cik in Companies.Complete)
        {
            var vintages = Companies
                .Facts(cik)
                .Query(new FactQuery(), 0, int.MaxValue)
                .Facts.GroupBy(row => (row.Taxonomy, row.Concept, row.Unit, row.Period));
            foreach (var fact in vintages)
            {
                var rows = fact.ToList();
                Assert.Equal(rows.Count, rows.DistinctBy(row => row.Accession).Count());
                (facts, several, different) = (
                    facts + 1, several + (rows.Count > 1 ? 1 : 0), different + (rows.DistinctBy(row => row.Value).Count() > 1 ? 1 : 0));
            }
        }
        Assert.Equal((223_847, 125_270, 12_745), (facts, several, different));
    }

    [Fact]
    public void Apple_2008_follows_the_revenue_rules_adopted_later()
    {
        Assert.Equal(37_491 * Figures.Million, Figures.Value(Companies.Apple, "Revenue", "FY2008"));
        Assert.Equal(32_479 * Figures.Million, Figures.FirstFiled(Companies.Apple, "Revenue", "FY2008"));
    }

    [Fact]
    public void Under_Armour_2021_is_marked_as_restated_and_shows_the_earlier_value()
    {
        var source = Figures.Get(Companies.UnderArmour, "NetIncome", "FY2021").Source!;

        Assert.True(source.Restated);
        Assert.Equal((351_003_000m, "0001336917-24-000073"), (source.Value, source.Accession));
        Assert.Equal([360_060_000m], source.OtherVintages.Select(vintage => vintage.Value).Distinct());
    }

    [Fact]
    public void Under_Armour_2021_changes_on_the_day_of_the_restating_report()
    {
        Assert.Equal(360_060_000m, Figures.ValueAsOf(Companies.UnderArmour, "NetIncome", "FY2021", "2024-05-28"));
        Assert.Equal(351_003_000m, Figures.ValueAsOf(Companies.UnderArmour, "NetIncome", "FY2021", "2024-05-29"));
    }

    [Fact]
    public void A_value_refiled_unchanged_is_not_restated() =>
        Assert.False(Figures.Get(Companies.Costco, "Revenue", "FY2024").Source!.Restated);

    [Fact]
    public void Apple_operating_cash_flow_of_2016_spans_two_concepts()
    {
        Assert.Equal(66_231 * Figures.Million, Figures.Value(Companies.Apple, "OperatingCashFlow", "FY2016"));
        var first = Figures.Get(Companies.Apple, "OperatingCashFlow", "FY2016", new StatementOptions { Vintage = Vintage.Original });
        Assert.Equal(
            (65_824 * Figures.Million, "us-gaap:NetCashProvidedByUsedInOperatingActivitiesContinuingOperations"),
            (first.Value, first.Source!.Concept));
    }
}
