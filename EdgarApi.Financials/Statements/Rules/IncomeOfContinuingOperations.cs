using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class IncomeOfContinuingOperations : RejectionRule
{
    private readonly MetricInput _discontinued, _discontinuedOfYear;

    public IncomeOfContinuingOperations() : base(
        "income-of-continuing-operations",
        "Income from continuing operations is net income only if nothing was discontinued, in the quarter or in its year.",
        "ASC 205-20-45-3; Travelers tags net income as income from continuing operations.") =>
        (_discontinued, _discontinuedOfYear) = (Reads("DiscontinuedOperations"), ReadsOtherPeriods("DiscontinuedOperations"));

    public override ReasonCode? Reject(in RuleContext context, in Finding finding)
    {
        var discontinued = context.Value(_discontinued)
            ?? (context.ReportedYear is { } year ? context.At(year.Period).Value(_discontinuedOfYear) : null);
        return discontinued is null or 0 ? null : ReasonCode.ContinuingOperations;
    }
}
