using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Tests.Properties;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>
/// Trap 11: the revenue concept changes over time, and one of several reported at once is a part of another. Revenue is the total.
/// </summary>
public class TotalRevenueTests
{
    private const int GeneralElectric = 40545, Mastercard = 1141391, Vistra = 1692819, BlackRock = 2012383;

    [Theory]
    [InlineData(Companies.Herc, "FY2025", 4_376, "RevenueFromContractWithCustomerExcludingAssessedTax", 862)]
    [InlineData(Companies.Walmart, "FY2026", 713_163, "RevenueFromContractWithCustomerExcludingAssessedTax", 706_413)]
    [InlineData(Companies.Hertz, "FY2025", 8_504, "RevenueFromContractWithCustomerIncludingAssessedTax", 244)]
    public void Revenue_is_the_total_not_the_part_filed_beside_it(int cik, string year, int total, string part, int partial)
    {
        var source = Figures.Get(cik, "Revenue", year).Source!;
        var filed = Companies.Facts(cik).Query(new FactQuery { Concept = $"us-gaap:{part}" }, 0, int.MaxValue).Facts
            .Single(fact => fact.Accession == source.Accession && fact.Period.Start == source.Start && fact.Period.End == source.End);

        Assert.Equal((total * Figures.Million, "us-gaap:Revenues"), (source.Value, source.Concept));
        Assert.Equal(partial * Figures.Million, filed.Value);
    }

    /// <summary>
    /// Mastercard's and Vistra's revenue from contracts is before rebates and hedges. BlackRock's <c>Revenues</c> in annual notes are
    /// those of one region.
    /// </summary>
    [Theory]
    [InlineData(Mastercard, "FY2018", 14_950, "Revenues")]
    [InlineData(Mastercard, "FY2019", 16_883, "Revenues")]
    [InlineData(Mastercard, "2018Q1", 3_580, "Revenues")]
    [InlineData(Mastercard, "2018Q3", 3_898, "Revenues")]
    [InlineData(Vistra, "2018Q1", 765, "Revenues")]
    [InlineData(BlackRock, "FY2022", 17_873, "RevenueFromContractWithCustomerExcludingAssessedTax")]
    [InlineData(BlackRock, "FY2024", 20_407, "RevenueFromContractWithCustomerExcludingAssessedTax")]
    public void Revenue_from_contracts_is_a_part_even_if_it_exceeds_the_total(int cik, string period, int millions, string concept)
    {
        var source = Figures.Get(cik, "Revenue", period).Source!;
        Assert.Equal((millions * Figures.Million, $"us-gaap:{concept}"), (source.Value, source.Concept));
    }

    [Fact]
    public void Herc_revenue_is_the_total()
    {
        Assert.Equal(4_376 * Figures.Million, Figures.Value(Companies.Herc, "Revenue", "FY2025"));
        Assert.Equal(1_999 * Figures.Million, Figures.Value(Companies.Herc, "Revenue", "FY2019"));
    }

    [Fact]
    public void Herc_revenue_of_2014_excludes_the_spun_off_Hertz()
    {
        Assert.Equal(1_770.4m * Figures.Million, Figures.Value(Companies.Herc, "Revenue", "FY2014"));
        Assert.Equal(11_046 * Figures.Million, Figures.FirstFiled(Companies.Herc, "Revenue", "FY2014"));
    }

    [Theory]
    [InlineData(Companies.Alphabet, "FY2022", 282_836, "RevenueFromContractWithCustomerExcludingAssessedTax")]
    [InlineData(Companies.Alphabet, "FY2013", 55_519, "Revenues")]
    [InlineData(Companies.Nvidia, "FY2019", 11_716, "RevenueFromContractWithCustomerExcludingAssessedTax")]
    [InlineData(Companies.Nvidia, "FY2026", 215_938, "Revenues")]
    [InlineData(Companies.ProcterAndGamble, "FY2012", 82_006, "SalesRevenueNet")]
    [InlineData(Companies.ProcterAndGamble, "FY2025", 84_284, "Revenues")]
    public void A_filer_that_switched_concepts_has_revenue_under_each_in_turn(int cik, string year, int millions, string concept)
    {
        var source = Figures.Get(cik, "Revenue", year).Source!;
        Assert.Equal((millions * Figures.Million, $"us-gaap:{concept}"), (source.Value, source.Concept));
    }

    [Fact]
    public void Under_Armour_revenue_of_2011_includes_licenses_and_all_regions() =>
        Assert.Equal(1_472_684_000m, Figures.Value(Companies.UnderArmour, "Revenue", "FY2011"));

    [Fact]
    public void Costco_revenue_of_2017_includes_membership_fees() =>
        Assert.Equal(129_025 * Figures.Million, Figures.Value(Companies.Costco, "Revenue", "FY2017"));

    [Fact]
    public void Tesla_revenue_of_2016_exceeds_automotive_revenue() =>
        Assert.Equal(7_000_132_000m, Figures.Value(Companies.Tesla, "Revenue", "FY2016"));

    /// <summary>The annual tables of quarters tag goods and services separately from financial services and have no total.</summary>
    [Theory]
    [InlineData("2009Q1", 38_438)]
    [InlineData("2009Q2", 39_108)]
    [InlineData("2009Q3", 37_799)]
    [InlineData("2009Q4", 156_783 - 115_345)]
    [InlineData("2011Q1", 38_329)]
    [InlineData("2011Q2", 35_623)]
    [InlineData("2011Q3", 35_364)]
    [InlineData("2011Q4", 147_288 - 109_316)]
    public void A_General_Electric_quarter_is_not_a_part_filed_without_its_total(string quarter, int millions) =>
        Assert.Equal(millions * Figures.Million, Figures.Value(GeneralElectric, "Revenue", quarter));

    [Fact]
    public void A_reported_quarter_is_kept_if_it_differs_from_the_restated_half_year_only_by_rounding()
    {
        var quarter = Figures.Get(GeneralElectric, "Revenue", "2015Q1");
        Assert.Equal((26_239 * Figures.Million, 0), (quarter.Value, quarter.Source!.Operands.Count));
    }

    [Theory]
    [InlineData("Revenue")]
    [InlineData("CostOfRevenue")]
    [InlineData("DepreciationAmortization")]
    public void Revenue_is_the_total_regardless_of_which_metric_is_read_first(string first)
    {
        var facts = CompanyFacts.Parse(Companies.Bytes(GeneralElectric));
        Figures.Points(facts, first, Frequency.Quarterly);
        Assert.Equal(
            38_329 * Figures.Million,
            Figures.Points(facts, "Revenue", Frequency.Quarterly).Single(point => point.Period.Key == "2011Q1").Value.Value);
    }

    [Fact]
    public void Only_facts_filed_by_then_distinguish_the_part_from_the_total()
    {
        const string Contracts = "RevenueFromContractWithCustomerExcludingAssessedTax";
        var year = (Start: new DateOnly(2020, 1, 1), End: new DateOnly(2020, 12, 31));
        GeneratedFact Annual(string concept, decimal value) =>
            new(concept, "USD", year.Start, year.End, value, "0000000001-21-000001", "10-K", new DateOnly(2021, 2, 1), 2020, "FY");
        // The first report of the next year is the first one with a quarter under Revenues.
        var facts = GeneratedFact.Parse([
            Annual("Revenues", 60_000_000),
            Annual(Contracts, 100_000_000),
            Annual("NetIncomeLoss", 5_000_000),
            new(
                "Revenues",
                "USD",
                year.Start,
                new DateOnly(2020, 3, 31),
                15_000_000,
                "0000000001-21-000002",
                "10-Q",
                new DateOnly(2021, 5, 1),
                2021,
                "Q1"),
        ]);

        decimal? GetRevenueAs(DateOnly day) =>
            Figures.Points(facts, "Revenue", Frequency.Annual, new StatementOptions { AsOf = day })
                .Single(point => point.Period.Key == "FY2020").Value.Value;
        Assert.Equal(100_000_000, GetRevenueAs(new DateOnly(2021, 3, 1)));
        Assert.Equal(60_000_000, GetRevenueAs(new DateOnly(2021, 6, 1)));
    }
}
