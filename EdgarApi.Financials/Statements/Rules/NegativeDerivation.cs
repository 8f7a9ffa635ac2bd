using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class NegativeDerivation() : RejectionRule(
    "negative-derivation",
    "A negative difference of a metric that is never negative shows that its operands are on different bases.",
    "Intuit's annual reports tag another measure than its quarterly ones, so that the year is less than its nine months.")
{
    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        finding is { Value: < 0, IsDerived: true } ? ReasonCode.NegativeDifference : null;
}
