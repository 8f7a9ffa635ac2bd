using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// The parent's equity and total equity may be tagged on a column of the statement of equity, or before treasury stock. Where the two differ by more than
/// noncontrolling interests, the one that closes the balance sheet is right; without total liabilities on file a total below its part is wrong.
/// </summary>
internal static class EquityTotals
{
    private const string Parent = "us-gaap:StockholdersEquity", Total = "us-gaap:StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest";

    /// <summary>Whether what was reported as the metric is another amount.</summary>
    public static bool IsSlip(PeriodValues values, FinancialModel model, MetricDefinition definition)
    {
        if (Of(Parent) is not { } parent || Of(Total) is not { } total) return false;
        var others = Of("us-gaap:MinorityInterest");
        var sum = parent + (others ?? 0);
        if (Restatement.IsSame(total, sum)) return false;
        var isOfTotal = definition.Metric.Id == "EquityIncludingNoncontrolling";
        if (Of("us-gaap:Assets") - Of("us-gaap:Liabilities") is not { } closing) return isOfTotal && others is null && total < parent;
        return isOfTotal ? Fits(closing, sum) && !Fits(closing, total) : others is null && Fits(closing, total) && !Fits(closing, parent);

        decimal? Of(string concept) => FormulaEvaluator.OfConcept(values, model, definition, concept).Value;
    }

    private static bool Fits(decimal closing, decimal equity) => Restatement.IsSame(closing, equity);
}
