using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class EquityOfPart : RejectionRule
{
    private const string TotalEquity = "EquityIncludingNoncontrolling";

    private readonly string _parent, _total, _noncontrolling, _assets, _liabilities;

    public EquityOfPart() : base(
        "equity-of-part",
        "Where the parent's and total equity differ by more than noncontrolling interests, the one that closes the balance sheet counts.",
        "Regulation S-X 5-02.29 to .31; filers tag totals on a column of the statement of equity, or before treasury stock.") =>
        (_parent, _total, _noncontrolling, _assets, _liabilities) =
            (Concept("parent"), Concept("total"), Concept("noncontrolling"), Concept("assets"), Concept("liabilities"));

    public override ReasonCode? Reject(in RuleContext context, in Finding finding) => IsOfPart(context) ? ReasonCode.PartOfEquity : null;

    private bool IsOfPart(in RuleContext context)
    {
        if (context.FromConcept(_parent).Value is not { } parent || context.FromConcept(_total).Value is not { } total) return false;
        var noncontrolling = context.FromConcept(_noncontrolling).Value;
        var sum = parent + (noncontrolling ?? 0);
        if (Restatement.IsSame(total, sum)) return false;
        var isOfTotal = context.Definition.Metric.Id == TotalEquity;
        // Without total liabilities on file, a total below its part is wrong.
        if (context.FromConcept(_assets).Value - context.FromConcept(_liabilities).Value is not { } closing)
            return isOfTotal && noncontrolling is null && total < parent;
        // A total above the parent's has noncontrolling interests without a line of their own.
        return isOfTotal
            ? Restatement.IsSame(closing, sum) && !Restatement.IsSame(closing, total)
            : noncontrolling is null && parent > total && Restatement.IsSame(closing, total);
    }
}
