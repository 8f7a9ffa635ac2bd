using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class CapitalExpenditureInflow() : RejectionRule(
    "capital-expenditure-inflow",
    "Capital expenditures are an outlay: a derived inflow mixes two measures, and a reported one has the wrong sign.",
    "ASC 230-10-45-13; Intuit's annual reports leave out the internal-use software that its quarterly ones include.")
{
    public override ReasonCode? Reject(in RuleContext context, in Finding finding)
    {
        if (finding.Value <= 0) return null;
        return finding.IsDerived ? ReasonCode.NegativeDifference : ReasonCode.FiledAsInflow;
    }
}
