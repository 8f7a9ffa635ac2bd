using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Pipeline;

/// <summary>Takes the metric from a report's cover page, which is dated after the period or within it.</summary>
internal sealed class CoverStage(string concept) : Stage
{
    private readonly MetricInput _sharesBasic = MetricInput.Create("SharesBasic");

    public string Concept => concept;

    public override IEnumerable<MetricInput> Inputs => [_sharesBasic];

    public override StageResult Find(in RuleContext context) =>
        FindCandidate(context) is { } found
            ? new StageResult(found.ToValue(context.Model, context.Definition, context.Period)) : StageResult.None;

    private Candidate? FindCandidate(in RuleContext context)
    {
        if (context.Definition.Metric.Unit != UnitKind.Shares)
            return context.Period.Kind == FiscalPeriodKind.Year ? CoverPage.FindWithin(context.Model, concept, context.Period) : null;
        if (CoverPage.Find(context.Model, concept, context.Period) is not { Value: > 0 } cover) return null;
        // A count far above the weighted average was scaled twice.
        return cover.Value / Thresholds.MostSharesToWeightedShares < (context.Value(_sharesBasic) ?? decimal.MaxValue) ? cover : null;
    }
}
