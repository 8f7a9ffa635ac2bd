using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class ProvisionBetweenSubtotals() : ValueRule(
    RuleId,
    "A bank's provision is what lies between net interest income before and after it in one filing.",
    "Regulation S-X 9-04.11 to .13; M&T tags its provision of 610 million only as 6,852 less 6,242.")
{
    private const string RuleId = "provision-between-subtotals";

    private static readonly string Before = ConceptLists.GetOne(RuleId, "before"), After = ConceptLists.GetOne(RuleId, "after");

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (FindGap(context) is not { Value: { } gap, Source: { } source } value) return null;
        // A newer report's own figure may be restated.
        var isSuperseded = reported is { Value: { } known, Source: { } own }
            && (own.Filed > source.Filed
                || Math.Abs(known - gap) <= Thresholds.UnitsOfSum * context.Model.Precision.GetUnit(source.Accession));
        return isSuperseded ? null : value;
    }

    /// <summary>Net interest income before the provision less that after it; null unless one filing has both.</summary>
    public static MetricValue? FindGap(in RuleContext context)
    {
        MetricValue before = context.FromConcept(Before), after = context.FromConcept(After);
        if (before is not { Value: { } gross, Source: { } source } || after is not { Value: { } net, Source: { } other }) return null;
        return source.Accession != other.Accession ? null : Derivations.Create(
            context.Definition, context.Period, gross - net, $"{source.Concept} − {other.Concept}",
            [new Operand(before), new Operand(after, -1)]);
    }
}
