using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Tests.Facts;

public class FactQueryTests
{
    [Fact]
    public void A_concepts_facts_include_every_vintage_most_recently_filed_first()
    {
        var page = Companies.Facts(Companies.Apple)
            .Query(new FactQuery { Concept = "us-gaap:NetIncomeLoss", Unit = "USD" }, 0, int.MaxValue);
        var facts = page.Facts.ToList();

        Assert.Equal(page.Total, facts.Count);
        Assert.Equal(facts.OrderByDescending(f => f.Filed).Select(f => f.Filed), facts.Select(f => f.Filed));
        Assert.NotEmptyAndAll(facts, f => Assert.Equal("NetIncomeLoss", f.Concept));
        Assert.Equal(
            3,
            facts.Count(f =>
                f.Period is { Start: { Year: 2020, Month: 9, Day: 27 }, End: { Year: 2021, Month: 9, Day: 25 } } && f.Form == "10-K"));
    }

    [Fact]
    public void Conditions_filter_and_pages_cover_all_facts()
    {
        var facts = Companies.Facts(Companies.Apple);
        var query = new FactQuery
        {
            Taxonomy = "US-GAAP",
            Forms = ["10-k"],
            FiscalYear = 2024,
            FiscalPeriod = "fy",
            From = new(2024, 9, 28),
            To = new(2024, 9, 28),
            FiledFrom = new(2024, 11, 1),
            FiledTo = new(2024, 11, 1),
        };
        var all = facts.Query(query, 0, int.MaxValue).Facts.ToList();

        Assert.NotEmpty(all);
        Assert.NotEmptyAndAll(
            all,
            f => Assert.Equal(
                ("us-gaap", "10-K", 2024, "FY", new DateOnly(2024, 9, 28), new DateOnly(2024, 11, 1)),
                (f.Taxonomy, f.Form, f.FiscalYear, f.FiscalPeriod, f.Period.End, f.Filed)));
        Assert.Equal(all, facts.Query(query, 0, 7).Facts.Concat(facts.Query(query, 7, int.MaxValue).Facts));
    }
}
