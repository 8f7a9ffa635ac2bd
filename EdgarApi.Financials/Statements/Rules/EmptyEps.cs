using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class EmptyEps : RejectionRule
{
    private readonly string[] _others;

    public EmptyEps() : base(
        "empty-eps",
        "EPS of zero beside a basic or diluted figure that is not zero is an empty cell.",
        "ASC 260-10-45-2; filers tag the cell of a figure that they do not give as zero.") => _others = Concepts("eps");

    public override ReasonCode? Reject(in RuleContext context, in Finding finding)
    {
        if (finding.Value != 0) return null;
        foreach (var concept in _others)
            if (Math.Abs(context.FromConcept(concept).Value ?? 0) > Thresholds.MostPerShareRounding) return ReasonCode.NotReported;
        return null;
    }
}
