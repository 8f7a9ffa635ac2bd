using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>A claim that is mezzanine equity only if it is exactly what the balance sheet lacks.</summary>
internal abstract class MezzanineThatCloses : ValueRule
{
    private readonly MetricInput _assets, _claims, _equity;
    private readonly string[] _components;
    private readonly string _liabilities;

    protected MezzanineThatCloses(string id, string reason, string source) : base(id, reason, source)
    {
        // Total assets and total liabilities and equity are computed from mezzanine equity.
        (_assets, _claims, _equity) =
            (ReadsReported("Assets"), ReadsReported("LiabilitiesAndEquity"), Reads("EquityIncludingNoncontrolling"));
        (_components, _liabilities) = (Concepts("components"), Concept("liabilities"));
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        foreach (var concept in _components)
        {
            var component = context.FromConcept(concept);
            if (component.Value is not > 0 || (context.Value(_assets) ?? context.Value(_claims)) is not { } assets) continue;
            if (assets - context.FromConcept(_liabilities).Value - context.Value(_equity) == component.Value) return component;
        }
        return null;
    }
}

internal sealed class RedeemableConvertibleNotes() : MezzanineThatCloses(
    "redeemable-convertible-notes",
    "The equity component of convertible notes is mezzanine equity if it is exactly what the balance sheet lacks.",
    "SEC ASR 268, ASC 480-10-S99-3A; otherwise the component is part of paid-in capital.");

internal sealed class MezzanineAtRedemptionValue() : MezzanineThatCloses(
    "mezzanine-at-redemption-value",
    "Redeemable interests tagged by redemption value, fair value or holder are mezzanine equity if they are exactly what the sheet lacks.",
    "SEC ASR 268, ASC 480-10-S99-3A; AIG's 959 million at redemption value, Vornado's 1,252 million of limited partners' capital.");
