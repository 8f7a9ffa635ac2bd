using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>Finds the filings that hold full statements. Other 8-Ks hold a press release or a single table.</summary>
internal static class FullRecasts
{
    public static readonly RuleDescription Rule = new(
        "full-recasts",
        "An 8-K counts only if it holds a balance sheet and a cash flow statement: then it recasts full statements.",
        "Regulation S-X 3-01 to 3-04, Form 8-K item 9.01; P&G's 8-K after its disposals.");

    private static readonly string[] BalanceTotals = ConceptLists.Get(Rule.Id, "balanceTotals"),
        CashFlowTotals = ConceptLists.Get(Rule.Id, "cashFlowTotals");

    /// <summary>The filings of any form that hold a balance sheet and a cash flow statement.</summary>
    public static HashSet<int> FindFull(CompanyFacts facts)
    {
        var filings = FindWith(facts, BalanceTotals);
        filings.IntersectWith(FindWith(facts, CashFlowTotals));
        return filings;
    }

    /// <summary>Whether a filing recasts statements.</summary>
    /// <param name="form">Its form.</param>
    /// <param name="isFull">Whether it holds full statements.</param>
    public static bool IsRecast(string form, bool isFull) => isFull && PeriodicReports.GetBaseForm(form) == "8-K";

    private static HashSet<int> FindWith(CompanyFacts facts, string[] concepts)
    {
        var filings = new HashSet<int>();
        foreach (var series in facts.Series)
        {
            if (!IsOneOf(concepts, facts.Concepts[series.Concept])) continue;
            for (var row = series.First; row < series.End; row++) filings.Add(facts.Columns.Filing[row]);
        }
        return filings;
    }

    private static bool IsOneOf(string[] concepts, FactConcept concept)
    {
        foreach (var name in concepts)
            if (concept.NameText.SequenceEqual(name)) return true;
        return false;
    }
}
