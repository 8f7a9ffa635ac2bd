using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 3: <c>fy</c> and <c>fp</c> describe the filing, not the fact.</summary>
public class FilingTagsTests
{
    [Fact]
    public void Costco_2019_is_fiscal_2019_although_its_report_is_tagged_Q4()
    {
        var filed = Companies.Facts(Companies.Costco).Query(new FactQuery { Concept = "us-gaap:Revenues" }, 0, int.MaxValue).Facts
            .Single(fact => fact.Accession == "0000909832-19-000019" && fact.Period == new FactPeriod(new(2018, 9, 3), new(2019, 9, 1)));

        Assert.Equal((2019, "Q4"), (filed.FiscalYear, filed.FiscalPeriod));
        Assert.Equal(152_703 * Figures.Million, Figures.Value(Companies.Costco, "Revenue", "FY2019"));
    }

    [Fact]
    public void Amd_quarter_tagged_as_a_year_is_a_quarter()
    {
        var source = Figures.Get(Companies.Amd, "Revenue", "2011Q4").Source!;
        var filed = Companies.Facts(Companies.Amd).Query(new FactQuery { Concept = source.Concept }, 0, int.MaxValue).Facts
            .Single(fact => fact.Accession == source.Accession && fact.Period.Start == source.Start && fact.Period.End == source.End);

        Assert.Equal((1_691 * Figures.Million, "FY"), (source.Value, filed.FiscalPeriod));
        Assert.Equal(6_568 * Figures.Million, Figures.Value(Companies.Amd, "Revenue", "FY2011"));
    }

    [Fact]
    public void Apple_comparatives_keep_their_year_although_tagged_with_a_later_one()
    {
        var filed = Companies.Facts(Companies.Apple)
            .Query(
                new FactQuery
                {
                    Concept = "us-gaap:NetIncomeLoss",
                    Forms = ["10-K"],
                    FiscalYear = 2025,
                },
                0,
                int.MaxValue)
            .Facts.ToList();

        Assert.Contains(filed, fact => fact.Value == 96_995 * Figures.Million && fact.Period.End == new DateOnly(2023, 9, 30));
        Assert.Equal(96_995 * Figures.Million, Figures.Value(Companies.Apple, "NetIncome", "FY2023"));
    }

    [Fact]
    public void A_Home_Depot_recast_without_fiscal_tags_counts_for_its_years()
    {
        var source = Figures.Get(Companies.HomeDepot, "NetIncome", "FY2012").Source!;
        var filed = Companies.Facts(Companies.HomeDepot).Query(new FactQuery { Concept = source.Concept }, 0, int.MaxValue).Facts
            .Single(fact => fact.Accession == source.Accession && fact.Period.Start == source.Start && fact.Period.End == source.End);

        Assert.Equal(("0000354950-15-000035", "8-K", null, null), (filed.Accession, filed.Form, filed.FiscalYear, filed.FiscalPeriod));
        Assert.Equal(4_535 * Figures.Million, source.Value);
    }
}
