using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// A bank's income statement from revenue to income before tax: less the provision for credit losses and noninterest expense (Regulation
/// S-X 9-04). It reads what concepts give, so that rules of its lines can use it.
/// </summary>
internal sealed class BankBridge(Func<string, MetricInput> readsConceptsOf)
{
    /// <summary>The family of filers with this statement.</summary>
    public const string Family = "bank";

    private readonly MetricInput _pretax = readsConceptsOf("PretaxIncome"), _provision = readsConceptsOf("ProvisionForCreditLosses"),
        _expense = readsConceptsOf("NoninterestExpense");

    /// <summary>The credit losses that lie between a revenue and income before tax; null if a part is not reported.</summary>
    public decimal? FindCreditLosses(in RuleContext context, decimal revenue) =>
        revenue - context.FromConcepts(_expense)?.Value - context.FromConcepts(_pretax)?.Value;

    /// <summary>Whether a revenue, less the provision that the filer reports by itself or between two subtotals, leads to pretax.</summary>
    public bool LeadsToPretax(in RuleContext context, decimal revenue, decimal rounding)
    {
        if (FindCreditLosses(context, revenue) is not { } losses) return false;
        return context.FromConcepts(_provision) is { } provision && Math.Abs(losses - provision.Value) <= rounding
            || ProvisionBetweenSubtotals.FindGap(context) is { Value: { } gap } && Math.Abs(losses - gap) <= rounding;
    }
}
