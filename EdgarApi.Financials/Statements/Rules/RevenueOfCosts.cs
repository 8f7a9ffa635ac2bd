using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class RevenueOfCosts : ValueRule
{
    private readonly MetricInput _profit, _netIncome, _tax, _discontinued;
    private readonly string[] _costs, _subtotals;

    public RevenueOfCosts() : base(
        "revenue-of-costs",
        "Without any total, revenue is total costs plus income before tax, if no subtotal shows that something else lies between them.",
        "Regulation S-X 5-03 and 9-04; Exxon Mobil and Goldman Sachs tag their total revenues under names of their own.")
    {
        (_profit, _netIncome) = (ReadsConceptsOf("NetIncomeIncludingNoncontrolling"), ReadsConceptsOf("NetIncome"));
        (_tax, _discontinued) = (ReadsConceptsOf("IncomeTax"), ReadsConceptsOf("DiscontinuedOperations"));
        (_costs, _subtotals) = (Concepts("costs"), Concepts("subtotals"));
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        // Extraordinary items and discontinued operations have taxes of their own.
        if (context.FromConcepts(_discontinued) is { Value: not 0 }) return null;
        foreach (var concept in _subtotals)
            if (context.FromConcept(concept).Value is not null) return null;
        if ((context.FromConcepts(_profit) ?? context.FromConcepts(_netIncome)) is not { } profit) return null;
        if (context.FromConcepts(_tax) is not { } tax) return null;
        foreach (var concept in _costs)
        {
            if (context.FromConcept(concept) is not { Value: > 0 } costs) continue;
            if (profit.Value + tax.Value < (Thresholds.LeastRevenueToCosts - 1) * costs.Value) return null;
            MetricValue[] parts =
            [
                costs, profit.ToValue(context.Model, context.Definition, context.Period),
                tax.ToValue(context.Model, context.Definition, context.Period),
            ];
            return Derivations.Sum(
                context.Definition, context.Period, parts, string.Join(" + ", parts.Select(part => part.Source!.Concept)));
        }
        return null;
    }
}
