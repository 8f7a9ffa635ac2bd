using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 15: filers with several share classes have no share count on the cover without dimensions; the balance sheet's or the weighted count stands in.</summary>
public class ShareClassTests
{
    [Theory]
    [InlineData(Companies.Alphabet)]
    [InlineData(Companies.UnderArmour)]
    public void There_is_no_count_on_the_cover(int cik) =>
        Assert.Equal(0, Companies.Facts(cik).Query(new FactQuery { Concept = "dei:EntityCommonStockSharesOutstanding" }, 0, 1).Total);

    [Fact]
    public void Alphabet_shares_outstanding_are_the_balance_sheets_and_say_so()
    {
        var source = Figures.Get(Companies.Alphabet, "SharesOutstanding", "2026Q1").Source!;
        Assert.Equal((12_116 * Figures.Million, "us-gaap:CommonStockSharesOutstanding"), (source.Value, source.Concept));
    }

    [Fact]
    public void Under_Armour_shares_outstanding_are_the_weighted_count_and_say_so()
    {
        var source = Figures.Get(Companies.UnderArmour, "SharesOutstanding", "FY2026").Source!;
        Assert.Equal((426_575_000m, "us-gaap:WeightedAverageNumberOfSharesOutstandingBasic"), (source.Value, source.Concept));
    }

    [Fact]
    public void Apple_with_one_class_has_the_covers_count()
    {
        var source = Figures.Get(Companies.Apple, "SharesOutstanding", "2026Q2").Source!;
        Assert.Equal((14_687_356_000m, "dei:EntityCommonStockSharesOutstanding"), (source.Value, source.Concept));
    }
}
