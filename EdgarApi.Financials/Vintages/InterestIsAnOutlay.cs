using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// Finds negative interest expense. A row does not count if another filing gives the amount as positive. A fact that all filings give as
/// negative is turned if the filing turns other amounts of it, or pays about as much interest.
/// </summary>
internal static class InterestIsAnOutlay
{
    public static readonly RuleDescription Rule = new(
        "interest-is-an-outlay",
        "Interest expense that is negative in all filings is turned if its filing turns others too, or if interest paid is about as much.",
        "ASC 835-20-50-1, ASC 230-10-50-2; Disney's interest expense of 2022 is filed as 1,549 and as −1,549 million.");

    private static readonly string[] Expense = ConceptLists.Get(Rule.Id, "expense");

    /// <summary>Concepts of interest paid.</summary>
    public static string[] Paid { get; } = ConceptLists.Get(Rule.Id, "paid");

    /// <summary>Adds the rows that do not count, and those that count with the opposite sign.</summary>
    /// <param name="amounts">The amounts and their signs.</param>
    /// <param name="slips">Receives the rows that do not count.</param>
    /// <param name="turned">Receives the rows that count with the opposite sign.</param>
    public static void AddTo(SignedAmounts amounts, HashSet<int> slips, HashSet<int> turned)
    {
        var beside = new HashSet<int>();
        foreach (var rows in amounts.FindBothSigns(Expense))
            foreach (var row in rows.Where(row => amounts.IsNegated(rows, row)))
            {
                slips.Add(row);
                beside.UnionWith(amounts.FindNegativesBeside(row));
            }
        foreach (var rows in amounts.FindFacts(Expense, rows => !rows.Exists(row => amounts.GetValue(row) > 0)))
            if (rows.Exists(row => amounts.GetValue(row) < 0 && (beside.Contains(row) || IsAboutPaid(amounts, row))))
                turned.UnionWith(rows);
    }

    /// <summary>Whether a row's own filing pays about as much interest as the row's amount.</summary>
    private static bool IsAboutPaid(SignedAmounts amounts, int row) => amounts.FindInSameFiling(Paid, row).Any(paid =>
        paid > 0 && paid <= -amounts.GetValue(row) * Thresholds.InterestPaidFactor
        && -amounts.GetValue(row) <= paid * Thresholds.InterestPaidFactor);
}
