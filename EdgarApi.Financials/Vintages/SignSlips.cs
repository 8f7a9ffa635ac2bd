using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// Finds rows with the wrong sign: a tax that leads from income before tax to income after tax only with the other sign; EPS whose sign
/// contradicts the net income in most filings; a negative payment or cost. Such a row does not count if another filing has the figure.
/// </summary>
internal static class SignSlips
{
    public static readonly RuleDescription Rule = new(
        "sign-slips",
        "A tax, an outlay, a cost or a loss per share with the wrong sign does not count if its own filing or most filings show the sign.",
        "Herc and SunEdison file one amount with both signs; a negative payment repeats in every amount of its filing.");

    private static readonly string[] Taxes = ConceptLists.Get(Rule.Id, "tax"), NetIncome = ConceptLists.Get(Rule.Id, "netIncome"),
        PerShare = ConceptLists.Get(Rule.Id, "perShare"), BeforeTax = ConceptLists.Get(Rule.Id, "beforeTax"),
        AfterTax = ConceptLists.Get(Rule.Id, "afterTax");

    /// <summary>
    /// Outlays and costs, which never have both signs; of depreciation and amortization several may be parts of one line.
    /// </summary>
    private static readonly string[] Outlays = ConceptLists.Get(Rule.Id, "outlays");
    private static readonly string[] Depreciation = ConceptLists.Get(Rule.Id, "depreciation");

    /// <summary>The rows that do not count.</summary>
    public static HashSet<int> Find(SignedAmounts amounts)
    {
        var slips = new HashSet<int>();
        foreach (var rows in amounts.FindBothSigns(Taxes)) AddUnlessAll(slips, rows, row => IsTurnedTax(amounts, row));
        foreach (var rows in amounts.FindBothSigns(Depreciation)) AddUnlessAll(slips, rows, row => amounts.IsNegated(rows, row));
        foreach (var rows in amounts.FindBothSigns(Outlays))
            foreach (var row in rows.Where(row => amounts.IsNegated(rows, row))) slips.UnionWith(amounts.FindNegativesBeside(row));
        foreach (var rows in amounts.FindBothSigns(PerShare))
            if (amounts.FindSignInMost(NetIncome, rows[0]) is var sign and not 0)
                AddUnlessAll(slips, rows, row => Math.Sign(amounts.GetValue(row)) == -sign);
        return slips;
    }

    private static void AddUnlessAll(HashSet<int> slips, List<int> rows, Predicate<int> isSlip)
    {
        var found = rows.FindAll(isSlip);
        if (found.Count < rows.Count) slips.UnionWith(found);
    }

    private static bool IsTurnedTax(SignedAmounts amounts, int row)
    {
        var tax = amounts.GetValue(row);
        var tolerance = Math.Abs(tax) * Thresholds.ItemsAfterTax;
        var after = amounts.FindInSameFiling(AfterTax, row).ToList();
        return amounts.FindInSameFiling(BeforeTax, row).Any(before =>
            after.Exists(income => Math.Abs(before + tax - income) <= tolerance)
            && !after.Exists(income => Math.Abs(before - tax - income) <= Math.Abs(tax)));
    }
}
