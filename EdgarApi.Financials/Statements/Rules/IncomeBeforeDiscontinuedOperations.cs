using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class IncomeBeforeDiscontinuedOperations : RejectionRule
{
    private readonly MetricInput _discontinued, _preferred, _netIncome;

    public IncomeBeforeDiscontinuedOperations() : base(
        "income-before-discontinued-operations",
        "Income to common shareholders that equals net income only with discontinued operations added leaves them out.",
        "ASC 260-10-45-2 and -3; tables of EPS tag income from continuing operations under the name of the whole.")
    {
        (_discontinued, _netIncome) = (Reads("DiscontinuedOperations"), Reads("NetIncome"));
        // Only what filers tag: the metric itself closes the gap to income to common shareholders.
        _preferred = ReadsConceptsOf("PreferredDividends");
    }

    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        context.Value(_discontinued) is { } discontinued and not 0
        && finding.Value + discontinued + (context.FromConcepts(_preferred)?.Value ?? 0) == context.Value(_netIncome)
            ? ReasonCode.ContinuingOperations : null;
}
