namespace EdgarApi.Financials.Tests.Families;

/// <summary>The metrics of each kind of family line of <c>index.tsv</c>, which groups lines by the words of their labels.</summary>
internal static class FamilyLines
{
    private static readonly Dictionary<string, string[]> Metrics = new()
    {
        ["AccumulatedDepreciation"] = ["AccumulatedDepreciation"],
        ["ClaimsReserves"] = ["ClaimsReserves", "FuturePolicyBenefits", "PolicyLiabilities", "ReinsuranceRecoverables"],
        ["DDA"] = ["DepreciationDepletionAmortization", "OtherDepreciationAmortization"],
        ["DeferredAcquisitionCosts"] = ["DeferredAcquisitionCosts"],
        ["Depreciation"] = ["RealEstateDepreciation"],
        ["ElectricRevenue"] = ["ElectricRevenue", "UnregulatedRevenue", "FuelAndPurchasedPower"],
        ["ExplorationExpense"] = ["ExplorationExpense", "DryHoleCosts"],
        ["Fees"] = ["Fees", "TradingRevenue"],
        ["FreightRevenue"] = ["FreightRevenue"],
        ["FuelAndPurchasedPower"] = ["FuelAndPurchasedPower", "GasPurchased"],
        ["FuelExpense"] = ["FuelExpense"],
        ["GainOnSaleOfRealEstate"] = ["GainOnSaleOfRealEstate"],
        ["GasRevenue"] = ["GasRevenue", "UnregulatedRevenue", "GasPurchased", "FuelAndPurchasedPower"],
        ["InterestExpense"] = ["InterestExpense"],
        ["InterestIncome"] = ["InterestIncome", "NetInterestIncome"],
        ["NetInterest"] = ["InterestIncome", "InterestExpense", "NetInterestIncome"],
        ["NetInvestmentIncome"] = ["NetInvestmentIncome"],
        ["PassengerRevenue"] = ["PassengerRevenue"],
        ["PlantNet"] = ["PlantNet", "PropertyPlantEquipment"],
        ["PolicyBenefits"] = ["PolicyBenefits", "OtherPolicyBenefits", "BenefitsAndExpenses", "RealizedGains"],
        ["PremiumsEarned"] = ["PremiumsEarned", "PremiumsWritten"],
        ["ProvedProperties"] = ["ProvedProperties", "OilAndGasPropertyGross", "PropertyPlantEquipment"],
        ["RealEstateNet"] = ["RealEstateNet", "RealEstateInvestments"],
        ["RegulatoryAssets"] = ["RegulatoryAssets"],
        ["RegulatoryLiabilities"] = ["RegulatoryLiabilities"],
        ["RentalRevenue"] = ["RentalRevenue", "Revenue", "RentalExpense"],
        ["TemporaryEquity"] = ["RedeemableShares"],
        ["TrustAssets"] = ["TrustAssets"],
        ["UnearnedPremiums"] = ["UnearnedPremiums", "PrepaidReinsurancePremiums"],
    };

    /// <summary>The metrics of a kind of line; the line's own name for a core metric.</summary>
    public static string[] GetMetrics(string line) => Metrics.GetValueOrDefault(line, [line]);

    public static bool IsFamilyLine(string line) => Metrics.ContainsKey(line);
}
