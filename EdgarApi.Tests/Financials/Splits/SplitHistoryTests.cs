using EdgarApi.Financials.Splits;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Tests.Financials.Splits;

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
    public void Splits_are_found_once_each_oldest_first(int cik, double[] ratios) =>
        Assert.Equal(ratios.Select(r => (decimal)r), FinancialModel.Of(Companies.Facts(cik), new StatementOptions()).Splits.Splits.Select(split => split.Ratio));

    [Theory]
    [InlineData(100, 1000, 10.0)]
    [InlineData(1000, 100.3, 0.1)]
    [InlineData(100, 150, 1.5)]
    [InlineData(100, 1000000, null)]
    [InlineData(100, 117, null)]
    [InlineData(0, 117, null)]
    public void A_ratio_is_that_of_a_split_or_none(double before, double after, double? ratio) =>
        Assert.Equal((decimal?)ratio, SplitRatio.Between((decimal)before, (decimal)after));
}
