using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// Minority interest was a line above net income. The share since 2009 is also in statements of equity, so income before tax must show that
/// net income excludes it: P&amp;G deducts it from nonoperating income.
/// </summary>
internal sealed class ProfitWithNoncontrollingShare : ValueRule
{
    private readonly MetricInput _netIncome, _pretax, _tax, _discontinued;
    private readonly string _share, _minorityInterest;

    public ProfitWithNoncontrollingShare() : base(
        "profit-with-noncontrolling-share",
        "Without a tag of its own, the group's profit is net income plus the noncontrolling share of one filing, unless that is in it.",
        "ARB 51 before 2009, when minority interest was an expense, and ASC 810-10-45-19; Petrobras' net income is the group's.")
    {
        (_netIncome, _pretax) = (Reads("NetIncome"), ReadsConceptsOf("PretaxIncome"));
        (_tax, _discontinued) = (ReadsConceptsOf("IncomeTax"), ReadsConceptsOf("DiscontinuedOperations"));
        (_share, _minorityInterest) = (Concept("share"), Concept("minorityInterest"));
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        var parent = context.Get(_netIncome);
        foreach (var concept in (string[])[_share, _minorityInterest])
        {
            if (context.FromConcept(concept) is not { Value: { } amount and not 0, Source: { } source } share) continue;
            if (parent.Value is not { } income || parent.Source!.Accession != source.Accession) return null;
            var rounding = Thresholds.UnitsOfSum * context.Model.Precision.GetUnit(source.Accession);
            var isIncluded = GetIncomeAfterTax(context) is { } afterTax
                ? Math.Abs(afterTax - income - amount) > rounding : concept == _share;
            return isIncluded ? null : Derivations.Sum(
                context.Definition, context.Period, [parent, share], $"{_netIncome.Metric} + {concept}");
        }
        return null;
    }

    private decimal? GetIncomeAfterTax(in RuleContext context) =>
        context.FromConcepts(_pretax)?.Value - context.FromConcepts(_tax)?.Value + (context.FromConcepts(_discontinued)?.Value ?? 0);
}
