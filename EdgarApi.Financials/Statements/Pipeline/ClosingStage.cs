using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Pipeline;

/// <summary>
/// Computes a line that closes the gap to a total, so that the statement adds up as shown. A reported amount is shown only if it equals the
/// gap.
/// </summary>
internal sealed class ClosingStage(Formula[] formulas, bool zeroIsNone) : Stage
{
    /// <summary>Whether a gap of zero counts as missing unless the filer reports it.</summary>
    public bool ZeroIsNone => zeroIsNone;

    public override IEnumerable<MetricInput> Inputs => formulas.SelectMany(formula => formula.Inputs);

    public override StageResult Find(in RuleContext context)
    {
        if (FormulaEvaluator.EvaluateFirst(context, formulas) is not { } gap) return StageResult.None;
        var (reported, reason) = context.Values.FromConceptsOfYear(context.Definition);
        if (reported is { } candidate && candidate.Value == gap.Value)
            return new StageResult(candidate.ToValue(context.Model, context.Definition, context.Period));
        return zeroIsNone && gap.Value == 0 && reported is null
            ? new StageResult(MetricValue.Missing(reason), Ends: true) : new StageResult(gap);
    }
}
