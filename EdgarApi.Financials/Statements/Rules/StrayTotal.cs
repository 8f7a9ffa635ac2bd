using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class StrayTotal : RejectionRule
{
    private readonly MetricInput _claims, _assets, _equity, _mezzanine;

    public StrayTotal() : base(
        "stray-total",
        "Total liabilities of a filing without a balance sheet of the date count only if they close the balance sheet of another filing.",
        "Regulation S-X 5-02; a note of AAR's annual report tags 1.8 million of a business as total liabilities.")
    {
        // Total liabilities and equity are computed from liabilities.
        (_claims, _assets) = (ReadsReported("LiabilitiesAndEquity"), ReadsConceptsOf("Assets"));
        (_equity, _mezzanine) = (Reads("EquityIncludingNoncontrolling"), Reads("MezzanineEquity"));
    }

    public override ReasonCode? Reject(in RuleContext context, in Finding finding)
    {
        if (finding.Candidate is not { } total) return null;
        var (model, columns) = (context.Model, context.Model.Facts.Columns);
        if (model.View.HasBalanceSheet(total.Filing(model), columns.End[total.First.Row])) return null;
        if (GetClaims(context) is not { Value: { } claims, Source: { } source } || context.Value(_equity) is not { } equity)
            return ReasonCode.OutsideBalanceSheet;
        var rounding = Thresholds.UnitsOfSum * model.Precision.GetUnit(source.Accession);
        return Math.Abs(claims - equity - (context.Value(_mezzanine) ?? 0) - finding.Value) <= rounding
            ? null : ReasonCode.OutsideBalanceSheet;
    }

    /// <summary>The other side of the balance sheet, which is as much as the assets.</summary>
    private MetricValue GetClaims(in RuleContext context) => context.Get(_claims) is { Value: not null } claims ? claims
        : context.FromConcepts(_assets)?.ToValue(context.Model, context.Definition, context.Period)
            ?? MetricValue.Missing(ReasonCode.NotReported);
}
