using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Metrics;

/// <summary>Kinds of filer whose statements have lines of their own, told from what they report: a retailer's net interest is no bank's.</summary>
internal static class FilerFamily
{
    private static readonly Dictionary<string, string[]> Signs = new()
    {
        ["bank"] =
        [
            "us-gaap:InterestExpenseDeposits", "us-gaap:NoninterestIncome", "us-gaap:NoninterestExpense",
            "us-gaap:InterestAndFeeIncomeLoansAndLeases", "us-gaap:RevenuesNetOfInterestExpense", "ifrs-full:DepositsFromCustomers",
            "ifrs-full:DepositsFromBanks", "ifrs-full:BalancesOnTermDepositsFromCustomers", "ifrs-full:LoansAndAdvancesToCustomers",
        ],
        ["insurer"] =
        [
            "us-gaap:PremiumsEarnedNet", "us-gaap:PremiumsEarnedNetPropertyAndCasualty", "us-gaap:PolicyholderBenefitsAndClaimsIncurredNet",
            "us-gaap:LiabilityForFuturePolicyBenefits",
        ],
    };

    /// <summary>The families whose signs are among the facts that count.</summary>
    public static HashSet<string> Of(FactView view) =>
        [.. Signs.Where(family => Array.Exists(family.Value, concept => IsOnFile(view, concept))).Select(family => family.Key)];

    private static bool IsOnFile(FactView view, string concept)
    {
        foreach (var series in view.Facts.SeriesIndex.Of(concept).Select(i => view.Facts.Series[i]))
            for (var row = series.First; row < series.End; row++)
                if (view.Roles[view.Facts.Columns.Filing[row]] != FilingRole.None) return true;
        return false;
    }
}
