using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// Adds up an income statement from below. Company facts do not tell whether a line such as interest is among the costs, as at Exxon Mobil,
/// or below them. So such lines must be small beside the result.
/// </summary>
internal sealed class RevenueOfCosts : ValueRule
{
    private readonly MetricInput _pretax, _profit, _netIncome, _tax, _discontinued;
    private readonly string[] _costs, _costsOfBank, _subtotals, _below;

    public RevenueOfCosts() : base(
        "revenue-of-costs",
        "Without any total, revenue is total costs plus income before tax on the same basis, unless much may lie between them.",
        "Regulation S-X 5-03 and 9-04; Exxon Mobil and Goldman Sachs tag their total revenues under names of their own.")
    {
        (_pretax, _profit) = (ReadsConceptsOf("PretaxIncome"), ReadsConceptsOf("NetIncomeIncludingNoncontrolling"));
        (_netIncome, _tax) = (ReadsConceptsOf("NetIncome"), ReadsConceptsOf("IncomeTax"));
        _discontinued = ReadsConceptsOf("DiscontinuedOperations");
        (_costs, _costsOfBank, _subtotals, _below) = (Concepts("costs"), Concepts("costsOfBank"), Concepts("subtotals"), Concepts("below"));
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        foreach (var concept in _subtotals)
            if (context.FromConcept(concept).Value is not null) return null;
        foreach (var concept in (string[])[.. _costs, .. _costsOfBank])
        {
            if (context.FromConcept(concept) is not { Value: > 0 } costs) continue;
            if (GetIncomeBeforeTax(context) is not { } income) return null;
            if (income.Exists(part => !AreOnOneBasis(part.Source!, costs.Source!))) return null;
            var sum = income.Sum(part => part.Value!.Value) + costs.Value.Value;
            if (sum < Thresholds.LeastRevenueToCosts * costs.Value) return null;
            // A bank's noninterest expense has no interest, which is a part of its revenue.
            var below = _costs.Contains(concept) ? GetAmountsBelow(context) : 0;
            return below > Thresholds.MostBelowCosts * sum ? MetricValue.Missing(ReasonCode.CostsUnknown) : Derivations.Sum(
                context.Definition, context.Period, [costs, .. income],
                string.Join(" + ", income.Prepend(costs).Select(part => part.Source!.Concept)));
        }
        return null;
    }

    /// <summary>Income before tax as reported, otherwise profit and tax; null if missing.</summary>
    private List<MetricValue>? GetIncomeBeforeTax(in RuleContext context)
    {
        if (context.FromConcepts(_pretax) is { } pretax) return [pretax.ToValue(context.Model, context.Definition, context.Period)];
        // Extraordinary items and discontinued operations have taxes of their own.
        if (context.FromConcepts(_discontinued) is { Value: not 0 }) return null;
        if ((context.FromConcepts(_profit) ?? context.FromConcepts(_netIncome)) is not { } profit) return null;
        if (context.FromConcepts(_tax) is not { } tax) return null;
        return
        [
            profit.ToValue(context.Model, context.Definition, context.Period),
            tax.ToValue(context.Model, context.Definition, context.Period),
        ];
    }

    /// <summary>Whether two amounts are of one filing, or none of them was ever restated.</summary>
    private static bool AreOnOneBasis(Source source, Source other) =>
        source.Accession == other.Accession || !source.Restated && !other.Restated;

    private decimal GetAmountsBelow(in RuleContext context)
    {
        var sum = 0m;
        foreach (var concept in _below) sum += Math.Abs(context.FromConcept(concept).Value ?? 0);
        return sum;
    }
}
