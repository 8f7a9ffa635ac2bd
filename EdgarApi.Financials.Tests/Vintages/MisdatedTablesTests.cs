namespace EdgarApi.Financials.Tests.Vintages;

/// <summary>
/// Annual reports whose quarterly tables are dated a year too early. Other filings have the same amounts a year later. Expected values
/// come from the raw files.
/// </summary>
public class MisdatedTablesTests
{
    private const int NrgEnergy = 1013871, AtAndT = 732717, Amazon = 1018724, Intuit = 896878, IntercontinentalExchange = 1571949;

    [Theory]
    [InlineData(Intuit, "Revenue", 2010, new[] { 474, 837, 1_607, 537 })]
    [InlineData(Intuit, "OperatingIncome", 2010, new[] { -100, 139, 888, -64 })]
    [InlineData(NrgEnergy, "Revenue", 2010, new[] { 2_215, 2_133, 2_685, 1_816 })]
    [InlineData(AtAndT, "Revenue", 2017, new[] { 39_365, 39_837, 39_668, 41_676 })]
    [InlineData(AtAndT, "NetIncome", 2017, new[] { 3_469, 3_915, 3_029, 19_037 })]
    [InlineData(Amazon, "Revenue", 2011, new[] { 9_857, 9_913, 10_876, 17_431 })]
    [InlineData(IntercontinentalExchange, "NetIncome", 2015, new[] { 315, 283, 306, 370 })]
    public void Quarters_are_not_those_of_the_following_year(int cik, string metric, int year, int[] millions) =>
        Assert.Equal(
            millions,
            Enumerable.Range(1, 4).Select(quarter => (int)(Figures.Value(cik, metric, $"{year}Q{quarter}") / Figures.Million)));

    [Fact]
    public void Lines_without_quarters_as_evidence_are_right_too()
    {
        Assert.Equal(-104 * Figures.Million, Figures.Value(Intuit, "OperatingIncome", "2011Q1"));
        Assert.Equal(-84 * Figures.Million, Figures.Value(Intuit, "OperatingIncome", "2012Q1"));
        Assert.Equal(195 * Figures.Million, Figures.Value(Intuit, "OperatingIncome", "2012Q2"));
    }

    [Fact]
    public void Misdated_values_do_not_count_as_restatements() =>
        Assert.DoesNotContain(Figures.Get(AtAndT, "Revenue", "2017Q3").Source!.OtherVintages, vintage =>
            vintage.Value == 45_739 * Figures.Million);
}
