using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class RedeemableConvertibleNotes : ValueRule
{
    private readonly MetricInput _assets, _claims, _equity;
    private readonly string _equityComponent, _liabilities;

    public RedeemableConvertibleNotes() : base(
        "redeemable-convertible-notes",
        "The equity component of convertible notes is mezzanine equity if it is exactly what the balance sheet lacks.",
        "SEC ASR 268, ASC 480-10-S99-3A; otherwise the component is part of paid-in capital.")
    {
        // Total assets and total liabilities and equity are computed from mezzanine equity.
        (_assets, _claims, _equity) =
            (ReadsReported("Assets"), ReadsReported("LiabilitiesAndEquity"), Reads("EquityIncludingNoncontrolling"));
        (_equityComponent, _liabilities) = (Concept("equityComponent"), Concept("liabilities"));
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        var component = context.FromConcept(_equityComponent);
        if (component.Value is not > 0 || (context.Value(_assets) ?? context.Value(_claims)) is not { } assets) return null;
        return assets - context.FromConcept(_liabilities).Value - context.Value(_equity) == component.Value ? component : null;
    }
}
