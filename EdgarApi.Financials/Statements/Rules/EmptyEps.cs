using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class EmptyEps : RejectionRule
{
    private readonly MetricInput _income, _shares;
    private readonly string[] _others, _diluted;
    private readonly string _dilutedIncome;

    public EmptyEps() : base(
        "empty-eps",
        "EPS of zero beside a basic or diluted figure that is not zero is an empty cell, unless the diluted income makes it so.",
        "ASC 260-10-45-2; filers tag the cell of a figure that they do not give as zero, but Tesla's diluted 0.00 of 2013Q1 is real.")
    {
        (_income, _shares) = (ReadsConceptsOf("NetIncome"), ReadsConceptsOf("SharesDiluted"));
        (_others, _diluted, _dilutedIncome) = (Concepts("eps"), Concepts("diluted"), Concept("dilutedIncome"));
    }

    public override ReasonCode? Reject(in RuleContext context, in Finding finding)
    {
        if (finding.Value != 0 || IsDilutedToZero(context, finding)) return null;
        // As filed: after a split, a basic figure may be less than a cent.
        foreach (var concept in _others)
            if (Math.Abs(context.FromConcept(concept).Source?.Value ?? 0) > Thresholds.MostPerShareRounding) return ReasonCode.NotReported;
        return null;
    }

    /// <summary>Whether the income after adjustments for dilution is less than half a cent per share.</summary>
    private bool IsDilutedToZero(in RuleContext context, in Finding finding) =>
        finding.Candidate is { } zero && _diluted.Contains(context.Model.Facts.GetConcept(zero.First.Row).QualifiedName)
        && FormulaEvaluator.FromConcept(context.Values, context.Model, _income.Definition, _dilutedIncome).Value is { } income
        && context.FromConcepts(_shares) is { Value: > 0 } shares
        && Math.Abs(income / shares.Value * context.Model.ShareFactor(UnitKind.Shares, zero.Filing(context.Model)))
            <= Thresholds.MostPerShareRounding / 2;
}
