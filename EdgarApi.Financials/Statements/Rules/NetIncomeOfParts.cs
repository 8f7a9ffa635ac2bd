using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class NetIncomeOfParts : ValueRule
{
    private readonly MetricInput _eps, _shares;
    private readonly string[] _own, _profit, _noncontrolling, _toCommon, _preferred;

    public NetIncomeOfParts() : base(
        "net-income-of-parts",
        "Net income without a tag of its own is the group's less noncontrolling interests, or income to common plus preferred claims.",
        "ASC 810-10-50-1A, ASC 260-10-45-11; Simon Property and Xcel tag income to common shareholders and the group's only.")
    {
        (_eps, _shares) = (ReadsConceptsOf("EpsDiluted"), ReadsConceptsOf("SharesDiluted"));
        (_own, _profit, _noncontrolling) = (Concepts("own"), Concepts("profit"), Concepts("noncontrolling"));
        (_toCommon, _preferred) = (Concepts("toCommon"), Concepts("preferred"));
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (reported is not { Source: { } source } || Array.IndexOf(_own, source.Concept) >= 0) return null;
        var common = First(context, _toCommon);
        if (GetWithoutShare(context, common.Value) is { } parent) return parent;
        if (common.Value is null || First(context, _preferred) is not { Value: > 0 } claims) return null;
        return Derivations.Sum(
            context.Definition, context.Period, [common, claims], $"{common.Source!.Concept} + {claims.Source!.Concept}");
    }

    /// <summary>
    /// The group's profit less the share of noncontrolling interests; null if income to common shareholders or EPS contradicts it, or if
    /// nothing but that share lies between the group's profit and income to common shareholders.
    /// </summary>
    private MetricValue? GetWithoutShare(in RuleContext context, decimal? toCommon)
    {
        if (First(context, _profit) is not { Value: { } whole } profit) return null;
        if (First(context, _noncontrolling) is not { Value: { } amount } share) return null;
        var isKnown = toCommon is { } common
            ? !IsMore(whole - amount, common) || common == whole || !AreOfSameFilings(profit.Source!, share.Source!)
            : IsDenied(context, whole, whole - amount);
        if (isKnown) return null;
        return Derivations.Create(
            context.Definition, context.Period, whole - amount, $"{profit.Source!.Concept} − {share.Source!.Concept}",
            [new Operand(profit), new Operand(share, -1)]);
    }

    /// <summary>Whether EPS by shares is nearer to the whole: then the share is not taken off on the income statement.</summary>
    private bool IsDenied(in RuleContext context, decimal whole, decimal parent)
    {
        var income = context.FromConcepts(_eps)?.Value * context.FromConcepts(_shares)?.Value;
        return Math.Abs(income - whole ?? 0) < Math.Abs(income - parent ?? 0);
    }

    private static bool IsMore(decimal income, decimal toCommon) => income > toCommon && !Restatement.IsCoarser(toCommon, income);

    /// <summary>Whether each operand of one value is from the filing of the other's: those of two filings may differ in basis.</summary>
    private static bool AreOfSameFilings(Source source, Source other) =>
        source.Accession == other.Accession
        && source.Operands.Select(operand => operand.Accession).SequenceEqual(other.Operands.Select(operand => operand.Accession));

    private static MetricValue First(in RuleContext context, string[] concepts)
    {
        foreach (var concept in concepts)
            if (context.FromConcept(concept) is { Value: not null } value) return value;
        return MetricValue.Missing(ReasonCode.NotReported);
    }
}
