using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Audit;

/// <summary>Judges the sign of an income tax by the taxes paid and by the income of the same filing.</summary>
internal static class TaxSign
{
    private const string Check = "taxes-paid";

    private static readonly string[] Paid = AuditConcepts.Get(Check, "paid"), Pretax = AuditConcepts.Get("pretax-bridge", "pretax"),
        Affiliates = AuditConcepts.Get(Check, "affiliates"), Income = AuditConcepts.Get(Check, "income");

    /// <summary>The taxes paid; null if the filing does not report them.</summary>
    public static decimal? FindPaid(in FilingAmounts filing) => filing.FindFirst(Paid) is { } paid && paid != 0 ? paid : null;

    /// <summary>
    /// Whether a tax has its sign of taxes paid, or leads from income before tax to an income after it: in a year with payments the tax may
    /// be a benefit. Null if the signs differ and the filing lacks one of these incomes.
    /// </summary>
    public static bool? IsRight(in FilingAmounts filing, decimal tax, decimal paid)
    {
        if (Math.Sign(tax) == Math.Sign(paid)) return true;
        List<decimal> before = filing.FindAll(Pretax), after = filing.FindAll(Income), others = [0, .. filing.FindAll(Affiliates)];
        if (before.Count == 0 || after.Count == 0) return null;
        foreach (var pretax in before)
            foreach (var other in others)
                foreach (var income in after)
                    if (filing.AreEqual(pretax - tax + other, income)) return true;
        return false;
    }
}
