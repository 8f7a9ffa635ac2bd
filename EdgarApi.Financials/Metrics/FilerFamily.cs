using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Metrics;

/// <summary>Kinds of filer whose statements have lines of their own, told from what they report: a retailer's net interest is no bank's.</summary>
internal static class FilerFamily
{
    private static readonly Dictionary<string, string[]> Signs = new()
    {
        ["bank"] =
        [
            "us-gaap:Deposits", "us-gaap:InterestExpenseDeposits", "us-gaap:NoninterestIncome", "us-gaap:NoninterestExpense",
            "us-gaap:InterestAndFeeIncomeLoansAndLeases", "us-gaap:RevenuesNetOfInterestExpense", "ifrs-full:DepositsFromCustomers",
            "ifrs-full:DepositsFromBanks", "ifrs-full:BalancesOnTermDepositsFromCustomers", "ifrs-full:LoansAndAdvancesToCustomers",
        ],
        ["insurer"] =
        [
            "us-gaap:PremiumsEarnedNet", "us-gaap:PremiumsEarnedNetPropertyAndCasualty", "us-gaap:PolicyholderBenefitsAndClaimsIncurredNet",
            "us-gaap:LiabilityForFuturePolicyBenefits",
        ],
    };

    public static HashSet<string> Of(SeriesIndex index) =>
        [.. Signs.Where(family => Array.Exists(family.Value, concept => index.Of(concept).Any())).Select(family => family.Key)];
}
