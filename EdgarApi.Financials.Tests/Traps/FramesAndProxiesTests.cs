using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 2: <c>frame</c> marks the row filed last, even in a proxy statement. A proxy never overrides a periodic report.</summary>
public class FramesAndProxiesTests
{
    [Theory]
    [InlineData(Companies.McDonalds, "FY2021", 7_545_200_000, "0000063908-24-000072", 7_545_000_000)]
    [InlineData(Companies.HomeDepot, "FY2025", 14_156_000_000, "0001628280-26-019436", 14_160_000_000)]
    [InlineData(Companies.HomeDepot, "FY2021", 16_433_000_000, "0000354950-24-000062", 16_430_000_000)]
    [InlineData(Companies.Hertz, "FY2021", 366_000_000, "0001657853-24-000022", 365_000_000)]
    [InlineData(Companies.Nvidia, "FY2026", 120_067_000_000, "0001045810-26-000021", 120_067_000_000)]
    [InlineData(Companies.Walmart, "FY2026", 21_893_000_000, "0000104169-26-000055", 21_893_000_000)]
    [InlineData(Companies.Marvell, "FY2026", 2_670_100_000, "0001835632-26-000011", 2_670_100_000)]
    public void Net_income_comes_from_the_annual_report_although_a_later_proxy_has_the_frame(
        int cik, string year, decimal value, string annualReport, decimal proxys)
    {
        var shown = Figures.Get(cik, "NetIncome", year);
        var framed = Companies.Facts(cik)
            .Query(new FactQuery { Concept = "us-gaap:NetIncomeLoss", Forms = ["DEF 14A"] }, 0, int.MaxValue)
            .Facts.Single(fact => fact.Period.Start == shown.Source!.Start && fact.Period.End == shown.Source.End);

        Assert.Equal((value, annualReport, "10-K"), (shown.Value, shown.Source!.Accession, shown.Source.Form));
        Assert.NotNull(framed.Frame);
        Assert.Equal(proxys, framed.Value);
        Assert.True(framed.Filed > shown.Source.Filed);
    }

    [Fact]
    public void McDonalds_2021_keeps_the_precision_of_the_annual_report() =>
        Assert.Equal(7_545.2m * Figures.Million, Figures.Value(Companies.McDonalds, "NetIncome", "FY2021"));

    [Fact]
    public void A_McDonalds_proxy_is_not_a_restatement()
    {
        var source = Figures.Get(Companies.McDonalds, "NetIncome", "FY2021").Source!;
        Assert.False(source.Restated);
        Assert.Empty(source.OtherVintages);
    }

    [Fact]
    public void Nikola_ignores_the_form_Other() =>
        Assert.Equal(-1.18m, Figures.Value(Companies.Nikola, "EpsDiluted", "FY2020", new StatementOptions { Adjusted = false }));

    [Fact]
    public void Year_to_date_facts_without_a_frame_count()
    {
        var nineMonths = Figures.Get(Companies.Apple, "OperatingCashFlow", "2025Q4").Source!.Operands[1];
        var row = Companies.Facts(Companies.Apple)
            .Query(new FactQuery { Concept = nineMonths.Concept }, 0, int.MaxValue)
            .Facts.Single(fact =>
                fact.Accession == nineMonths.Accession && fact.Period.Start == nineMonths.Start && fact.Period.End == nineMonths.End);
        Assert.Null(row.Frame);
    }
}
