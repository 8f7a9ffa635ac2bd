using EdgarApi.Financials.Splits;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Splits;

public class SplitHistoryTests
{
    [Theory]
    [InlineData(Companies.Nvidia, new[] { 4.0, 10.0 })]
    [InlineData(Companies.Apple, new[] { 7.0, 4.0 })]
    [InlineData(Companies.Alphabet, new[] { 20.0 })]
    [InlineData(Companies.Walmart, new[] { 3.0 })]
    [InlineData(320187, new[] { 2.0, 2.0 })]
    [InlineData(1318605, new[] { 5.0, 3.0 })]
    [InlineData(63908, new double[0])]
    [InlineData(Companies.Costco, new double[0])]
    [InlineData(Companies.ProcterAndGamble, new double[0])]
    public void Each_split_is_found_once_oldest_first(int cik, double[] ratios) =>
        Assert.Equal(
            ratios.Select(r => (decimal)r),
            FinancialModel.GetOrBuild(Companies.Facts(cik), new StatementOptions()).Splits.Splits.Select(split => split.Ratio));

    [Theory]
    [InlineData(100, 1000, 10.0)]
    [InlineData(1000, 100.3, 0.1)]
    [InlineData(100, 150, 1.5)]
    [InlineData(100, 1000000, null)]
    [InlineData(100, 117, null)]
    [InlineData(0, 117, null)]
    public void A_ratio_is_recognized_as_a_split_or_rejected(double before, double after, double? ratio) =>
        Assert.Equal((decimal?)ratio, SplitRatio.Between((decimal)before, (decimal)after));

    /// <summary>Each known split doubles the number of products to try.</summary>
    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    [InlineData(60, false)]
    public void A_stated_split_is_combined_with_only_a_few_known_splits(int known, bool isFound)
    {
        var facts = Companies.Facts(Companies.Apple);
        var last = facts.Filings.Length - 1;
        var splits = Enumerable.Range(0, known).Select(i => new ShareSplit(2, i, i + 1)).ToList();
        var (quotient, stated) = (3 * (decimal)Math.Pow(2, known), new StatedSplit(3, last, facts.Filings[last].Filed.DayNumber));

        CombinedSplits.Add(splits, [new ShareGap(quotient, 0, last)], [stated], facts);

        Assert.Equal(isFound, splits.Exists(split => split.Ratio == 3));
    }
}
