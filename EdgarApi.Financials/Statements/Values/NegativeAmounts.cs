using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>
/// Amounts that are filed as negative although their concept has no negative ones: outlays and debts. The catalog names the metrics.
/// </summary>
internal static class NegativeAmounts
{
    public static readonly RuleDescription Rule = new(
        "negative-outlays-and-debts",
        "Payments and debts have no negative amounts: one that is filed as negative, as printed, is turned.",
        "ASC 230-10-45-13; PG&E, Williams and Southwest file payments as they print them, Entergy the liabilities of a balance sheet.");

    private static readonly string[] NetConcepts = ConceptLists.Get(Rule.Id, "namesOfNetContain");

    /// <summary>Whether a concept is the net of payments and receipts.</summary>
    public static bool MayBeNegative(string concept)
    {
        foreach (var name in NetConcepts)
            if (concept.Contains(name, StringComparison.Ordinal)) return true;
        return false;
    }
}
