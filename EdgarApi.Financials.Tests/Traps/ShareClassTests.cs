using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>
/// Trap 15: filers with several share classes have no undimensioned share count on the cover. The balance sheet's or the weighted count is
/// used.
/// </summary>
public class ShareClassTests
{
    [Theory]
    [InlineData(Companies.Alphabet)]
    [InlineData(Companies.UnderArmour)]
    public void The_cover_has_no_share_count(int cik) =>
        Assert.Equal(0, Companies.Facts(cik).Query(new FactQuery { Concept = "dei:EntityCommonStockSharesOutstanding" }, 0, 1).Total);

    [Fact]
    public void Alphabet_shares_outstanding_come_from_the_balance_sheet_and_are_marked()
    {
        var source = Figures.Get(Companies.Alphabet, "SharesOutstanding", "2026Q1").Source!;
        Assert.Equal((12_116 * Figures.Million, "us-gaap:CommonStockSharesOutstanding"), (source.Value, source.Concept));
    }

    [Fact]
    public void Under_Armour_shares_outstanding_are_the_weighted_count_and_are_marked()
    {
        var source = Figures.Get(Companies.UnderArmour, "SharesOutstanding", "FY2026").Source!;
        Assert.Equal((426_575_000m, "us-gaap:WeightedAverageNumberOfSharesOutstandingBasic"), (source.Value, source.Concept));
    }

    [Fact]
    public void Apple_with_one_share_class_uses_the_cover_count()
    {
        var source = Figures.Get(Companies.Apple, "SharesOutstanding", "2026Q2").Source!;
        Assert.Equal((14_687_356_000m, "dei:EntityCommonStockSharesOutstanding"), (source.Value, source.Concept));
    }
}
