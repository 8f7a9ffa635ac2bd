using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class EpsOfContinuingOperations : RejectionRule
{
    private readonly MetricInput _discontinued, _discontinuedOfYear;
    private readonly string _prefix;

    public EpsOfContinuingOperations() : base(
        "eps-of-continuing-operations",
        "EPS of continuing operations is EPS only if nothing was discontinued, in the quarter or in its year.",
        "ASC 260-10-45-2 and -3.")
    {
        (_discontinued, _discontinuedOfYear) = (Reads("DiscontinuedOperations"), ReadsOtherPeriods("DiscontinuedOperations"));
        _prefix = Concept("namesBeginWith");
    }

    public override ReasonCode? Reject(in RuleContext context, in Finding finding)
    {
        if (finding.Candidate is not { } candidate) return null;
        if (!context.Model.Facts.GetConcept(candidate.First.Row).Name.StartsWith(_prefix, StringComparison.Ordinal)) return null;
        var discontinued = context.Value(_discontinued)
            ?? (context.ReportedYear is { } year ? context.At(year.Period).Value(_discontinuedOfYear) : null);
        return discontinued is null or 0 ? null : ReasonCode.ContinuingOperations;
    }
}
