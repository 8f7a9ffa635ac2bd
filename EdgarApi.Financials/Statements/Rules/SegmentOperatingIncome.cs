using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// Rejects operating income that a note on segments totals. The statement's own is revenue less costs, or leads to income before tax by the
/// nonoperating lines. A total of segments is above the first, because it leaves out costs of the whole company.
/// </summary>
internal sealed class SegmentOperatingIncome() : RejectionRule(
    RuleId,
    "Operating income that is above revenue less costs, or far above income before tax, is the segments'; an insurer's needs proof.",
    "ASC 280-10-50-30; Disney's 17,551 million are its segments', its revenue less costs and expenses is 13,832.")
{
    private const string RuleId = "segment-operating-income";

    private static readonly string[] Revenues = ConceptLists.Get(RuleId, "revenue"), Costs = ConceptLists.Get(RuleId, "costs"),
        CostsOfSales = ConceptLists.Get(RuleId, "costsOfSales"), Operating = ConceptLists.Get(RuleId, "operating"),
        Benefits = ConceptLists.Get(RuleId, "benefits"), Pretax = ConceptLists.Get(RuleId, "pretax"),
        Income = ConceptLists.Get(RuleId, "income"), Expenses = ConceptLists.Get(RuleId, "expenses");

    public override ReasonCode? Reject(in RuleContext context, in Finding finding)
    {
        if (finding.Candidate is not { } candidate) return null;
        var row = candidate.First.Row;
        var isOwn = Judge(context.Model, FilingAmounts.Beside(context.Model, row), context.Model.Facts.Columns.Value[row]);
        return isOwn == false ? ReasonCode.SegmentTotal : null;
    }

    /// <summary>Whether an operating income is that of its filing's statement; null if the filing does not show it.</summary>
    public static bool? Judge(FinancialModel model, FilingAmounts filing, decimal income)
    {
        // Only of an insurer, nothing but proof will do: its statement seldom has operating income.
        var isInsurer = model.Families.Contains("insurer") && filing.FindFirst(Benefits) is not null;
        var revenues = filing.FindAll(Revenues);
        var expected = FindExpected(filing, revenues);
        if (expected.Exists(result => filing.AreEqual(result, income))) return true;
        if (!isInsurer)
        {
            if (expected.Count == 0) return IsFarAbovePretax(filing, income, revenues) ? false : null;
            if (income <= expected.Max() + Math.Abs(revenues.Max()) * Thresholds.OperatingGains) return true;
        }
        // A filing without income before tax is judged only if it is an insurer's.
        if (filing.FindFirst(Pretax) is not { } before) return isInsurer && expected.Count > 0 ? false : null;
        return FindSums(filing).Any(sum => filing.AreEqual(sum, income - before));
    }

    /// <summary>
    /// Whether so much lies between an operating income and income before tax, beyond the filing's nonoperating lines, that the costs of
    /// the whole company must be in it. Less is a line under a name of the filer's own, which company facts leave out.
    /// </summary>
    private static bool IsFarAbovePretax(in FilingAmounts filing, decimal income, List<decimal> revenues)
    {
        if (filing.FindFirst(Pretax) is not { } before) return false;
        var most = Thresholds.NonoperatingItems * Math.Max(income, revenues.DefaultIfEmpty().Max());
        return income > 0 && FindSums(filing).All(sum => income - before - sum > most);
    }

    /// <summary>Revenue less all costs: one total, operating expenses, or cost of sales and operating expenses.</summary>
    private static List<decimal> FindExpected(in FilingAmounts filing, List<decimal> revenues)
    {
        if (revenues.Count == 0) return [];
        List<decimal> operating = filing.FindAll(Operating), costs = [.. filing.FindAll(Costs), .. operating];
        foreach (var cost in filing.FindAll(CostsOfSales)) costs.AddRange(operating.Select(expense => cost + expense));
        return [.. revenues.SelectMany(revenue => costs.Select(cost => revenue - cost))];
    }

    /// <summary>What some of a filing's nonoperating lines add up to, as an expense.</summary>
    private static HashSet<decimal> FindSums(in FilingAmounts filing)
    {
        List<decimal> nonoperating = [.. filing.FindAll(Expenses), .. filing.FindAll(Income).Select(amount => -amount)];
        HashSet<decimal> sums = [0];
        foreach (var amount in nonoperating.Distinct().Take(Thresholds.MostNonoperatingLines))
            sums.UnionWith(sums.Select(sum => sum + amount).ToList());
        return sums;
    }
}
