using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class DiscontinuedCashFlow : ValueRule
{
    private readonly MetricInput[] _sections;
    private readonly MetricInput _effect, _change;
    private readonly string _total;
    private readonly string[] _parts;

    public DiscontinuedCashFlow() : base(
        "discontinued-cash-flow",
        "The cash flow of discontinued operations is a line if the sections lead to the change in cash with it and not without it.",
        "ASC 230-10-45-24A, ASC 205-20-50-5B(c); Disney's 10,974 million of 2019.")
    {
        _sections = [Reads("OperatingCashFlow"), Reads("InvestingCashFlow"), Reads("FinancingCashFlow")];
        // The change in cash is computed from this line.
        (_effect, _change) = (Reads("EffectOfExchangeRates"), ReadsConceptsOf("NetChangeInCash"));
        (_total, _parts) = (Concept("total"), Concepts("parts"));
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (context.Period is { Kind: FiscalPeriodKind.TrailingTwelveMonths, Quarter: < 4 }) return SumQuarters(context);
        if (FindReported(context) is not { Value: { } flow and not 0, Source: { } source } value) return null;
        var sum = 0m;
        foreach (var section in _sections)
        {
            if (context.Value(section) is not { } amount) return null;
            sum += amount;
        }
        var effect = context.Value(_effect) ?? 0;
        var rounding = Thresholds.UnitsOfSum * context.Model.Precision.GetUnit(source.Accession);
        var changes = FindChanges(context).ToList();
        bool IsChange(decimal total) => changes.Exists(change => Math.Abs(change - total) <= rounding);
        return IsChange(sum) || IsChange(sum + effect) || !IsChange(sum + flow) && !IsChange(sum + effect + flow) ? null : value;
    }

    /// <summary>A quarter without the line counts as zero.</summary>
    private static MetricValue? SumQuarters(in RuleContext context)
    {
        var present = new List<(string Key, MetricValue Value)>();
        foreach (var quarter in context.Model.Calendar.GetQuarters(context.Period) ?? [])
            if (context.GetOwn(quarter) is { Value: not null } value) present.Add((quarter.Key, value));
        return present.Count == 0 ? null : Derivations.Sum(
            context.Definition, context.Period, present.ConvertAll(quarter => quarter.Value),
            string.Join(" + ", present.Select(quarter => quarter.Key)));
    }

    private MetricValue? FindReported(in RuleContext context)
    {
        if (context.FromConcept(_total) is { Value: not null } total) return total;
        var parts = new List<MetricValue>();
        foreach (var concept in _parts)
            if (context.FromConcept(concept) is { Value: not null } part) parts.Add(part);
        return parts.Count == 0 ? null : Derivations.Sum(
            context.Definition, context.Period, parts, string.Join(" + ", parts.Select(part => part.Source!.Concept)));
    }

    private IEnumerable<decimal> FindChanges(RuleContext context)
    {
        if (context.FromConcepts(_change) is { } change) yield return change.Value;
        foreach (var concept in ChangeInCashThatFitsSections.BeforeExchangeRates)
            if (context.FromConcept(concept).Value is { } other) yield return other;
    }
}
