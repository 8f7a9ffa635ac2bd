using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Audit;

/// <summary>
/// Leads from operating income to income before tax of the same filing by the lines between them. A total of segments leaves out costs of
/// the whole company, which these lines do not include. The engine's rule looks at revenue and costs first; this does not.
/// </summary>
internal static class PretaxBridge
{
    private const string Check = "pretax-bridge";

    private static readonly string[] Pretax = AuditConcepts.Get(Check, "pretax"), Expenses = AuditConcepts.Get(Check, "expenses"),
        Income = AuditConcepts.Get(Check, "income");

    /// <summary>
    /// What remains between operating income and income before tax after the lines that lead nearest to it, or 0 if that is no more than
    /// small lines with concepts of the filer's own may be; null if the filing does not give income before tax.
    /// </summary>
    public static decimal? FindRest(in FilingAmounts filing, decimal operatingIncome)
    {
        var pretax = filing.FindAll(Pretax);
        if (pretax.Count == 0) return null;
        IEnumerable<decimal> lines = [.. filing.FindAll(Income), .. filing.FindAll(Expenses).Select(expense => -expense)];
        HashSet<decimal> sums = [operatingIncome];
        foreach (var line in lines.Distinct().OrderByDescending(Math.Abs).Take(Thresholds.MostBridgeLines))
            sums.UnionWith([.. sums.Select(sum => sum + line)]);
        var rest = pretax.SelectMany(before => sums.Select(sum => sum - before)).MinBy(Math.Abs);
        return Math.Abs(rest) <= Math.Max(
            Math.Abs(operatingIncome) * Thresholds.UnexplainedOperatingIncome, Thresholds.UnitsOfSum * filing.Unit) ? 0 : rest;
    }
}
