using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Financials.Tests.Properties;

namespace EdgarApi.Financials.Tests.Metrics;

/// <summary>Lines of banks, insurers, REITs and utilities depend on the filer's concepts and, if known, its industry.</summary>
public class FilerFamilyTests
{
    private const string Bank = "6021", Insurer = "6331", TruckMaker = "3711", ForeignFiler = "8880", Reit = "6798", Utility = "4911";

    [Fact]
    public void A_bank_is_recognized_by_the_concepts_it_reports() =>
        Assert.Equal(700, GetValue(Year(("InterestIncomeExpenseNet", 700), ("NoninterestIncome", 300)), "NetInterestIncome"));

    [Fact]
    public void A_bank_is_recognized_by_its_industry_when_its_concepts_are_inconclusive() =>
        Assert.Equal(
            (null, 700m),
            (GetValue(Year(("InterestIncomeExpenseNet", 700)), "NetInterestIncome"),
                GetValue(Year(("InterestIncomeExpenseNet", 700)), "NetInterestIncome", Bank)));

    [Fact]
    public void A_truck_maker_with_a_bank_concept_is_not_a_bank() =>
        Assert.Null(GetValue(Year(("InterestIncomeExpenseNet", 700), ("NoninterestIncome", 300)), "NetInterestIncome", TruckMaker));

    [Fact]
    public void The_industry_of_a_foreign_filer_is_ignored() =>
        Assert.Equal(700, GetValue(Year(("InterestIncomeExpenseNet", 700), ("NoninterestIncome", 300)), "NetInterestIncome", ForeignFiler));

    [Fact]
    public void Without_a_total_a_banks_revenue_is_net_interest_plus_noninterest_income() =>
        Assert.Equal(1_000, GetValue(Year(("InterestIncomeExpenseNet", 700), ("NoninterestIncome", 300)), "Revenue"));

    [Fact]
    public void An_insurer_has_premiums_and_claims() =>
        Assert.Equal(
            (900m, 600m),
            (GetValue(
                    Year(("Revenues", 1_000), ("PremiumsEarnedNet", 900), ("PolicyholderBenefitsAndClaimsIncurredNet", 600)),
                    "PremiumsEarned"),
                GetValue(Year(("Revenues", 1_000), ("PolicyholderBenefitsAndClaimsIncurredHealthCare", 600)), "PolicyBenefits", Insurer)));

    [Fact]
    public void A_REITs_real_estate_is_property_and_its_rents_are_revenue()
    {
        var facts = Year(("RealEstateRevenueNet", 500), ("NetIncomeLoss", 100))
            .Append(Balance("RealEstateInvestmentPropertyNet", 9_000))
            .Append(Balance("Assets", 10_000));
        Assert.Equal((500m, 9_000m), (GetValue(facts, "Revenue", Reit), GetValue(facts, "PropertyPlantEquipment", Reit)));
    }

    [Fact]
    public void A_utility_has_regulated_and_other_revenue() =>
        Assert.Equal(800, GetValue(Year(("RegulatedAndUnregulatedOperatingRevenue", 800), ("NetIncomeLoss", 100)), "Revenue", Utility));

    [Fact]
    public void Nikola_is_not_a_bank_although_it_reports_customer_deposits() =>
        Assert.Null(Figures.Get(Companies.Nikola, "Deposits", "FY2020").Value);

    [Fact]
    public void Canadian_banks_are_both_banks_and_insurers() =>
        Assert.Equal(
            (5_073 * Figures.Million, 4_230 * Figures.Million),
            (Figures.Value(Companies.RoyalBank, "PremiumsEarned", "FY2024"), Figures.Value(Companies.RoyalBank, "PolicyBenefits", "FY2024"))
        );

    private static decimal? GetValue(IEnumerable<GeneratedFact> facts, string id, string? sic = null)
    {
        Assert.True(MetricCatalog.TryFind(id, out var metric));
        Assert.True(MetricCatalog.TryFind("OperatingCashFlow", out var anchor));
        return TimeSeriesBuilder.Build(GeneratedFact.Parse(facts, sic), [metric, anchor], Frequency.Annual, 1, new StatementOptions())
            .Series[0].Points.Single().Value.Value;
    }

    /// <summary>A 2020 annual report. Its cash flow makes 2020 a fiscal year regardless of the other facts.</summary>
    private static IEnumerable<GeneratedFact> Year(params (string Concept, decimal Value)[] amounts) =>
        amounts.Append(("NetCashProvidedByUsedInOperatingActivities", 1))
            .Select(amount => Row(amount.Concept, new DateOnly(2020, 1, 1), amount.Value));

    private static GeneratedFact Balance(string concept, decimal value) => Row(concept, null, value);

    private static GeneratedFact Row(string concept, DateOnly? start, decimal value) =>
        new(
            concept, "USD", start, new DateOnly(2020, 12, 31), value, "0000000001-21-000001", "10-K", new DateOnly(2021, 2, 20), 2020,
            "FY");
}
