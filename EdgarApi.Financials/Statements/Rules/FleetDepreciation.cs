using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class FleetDepreciation : ValueRule
{
    private readonly string[] _fleet;
    private readonly string _allElse, _amortization, _depreciation;

    public FleetDepreciation() : base(
        "fleet-depreciation",
        "If no reported figure covers the fleet, depreciation tagged by kind adds up: the fleet's, everything else's and amortization.",
        "ASC 360-10-50-1; Herc and Hertz tag depreciation of rental equipment and of everything else.")
    {
        (_fleet, _allElse) = (Concepts("fleet"), Concept("allElse"));
        (_amortization, _depreciation) = (Concept("amortization"), Concept("depreciation"));
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        // After a spin-off, older filings describe another fleet.
        MetricValue fleet = default;
        foreach (var concept in _fleet)
            if (context.FromConcept(concept) is { Value: not null } value
                && (fleet.Value is null || value.Source!.Filed > fleet.Source!.Filed)) fleet = value;
        if (fleet.Value is null) return null;
        var allElse = context.FromConcept(_allElse);
        if (reported?.Value >= fleet.Value && reported?.Value != allElse.Value || allElse.Value is null) return null;
        var amortization = context.FromConcept(_amortization);
        var isSeparate = amortization.Value is { } amount && !Includes(allElse, amount, context.FromConcept(_depreciation).Value);
        MetricValue[] terms = isSeparate ? [fleet, allElse, amortization] : [fleet, allElse];
        return Derivations.Sum(context.Definition, context.Period, terms, string.Join(" + ", terms.Select(term => term.Source!.Concept)));
    }

    private static bool Includes(MetricValue allElse, decimal amortization, decimal? depreciation) =>
        allElse.Value == depreciation + amortization
        || allElse.Source!.OtherVintages.Any(earlier =>
            Math.Abs(allElse.Value!.Value - earlier.Value - amortization) <= Thresholds.AboutAmortization * amortization);
}
