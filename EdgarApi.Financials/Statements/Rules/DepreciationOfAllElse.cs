using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class DepreciationOfAllElse : RejectionRule
{
    private readonly string[] _fleet;
    private readonly string _allElse;

    public DepreciationOfAllElse() : base(
        "depreciation-of-all-else",
        "Depreciation of everything but the fleet is not the total of a filer that tags its fleet's depreciation in other periods.",
        "ASC 360-10-50-1; Herc's depreciation of its rental fleet has a concept of its own.") =>
        (_fleet, _allElse) = (Concepts("fleet"), Concept("allElse"));

    public override ReasonCode? Reject(in RuleContext context, in Finding finding)
    {
        foreach (var concept in _fleet)
            if (context.Model.Index.Find(concept, context.Model.Currency) >= 0)
                return context.FromConcept(_allElse).Value == finding.Value ? ReasonCode.PartOfAssets : null;
        return null;
    }
}
