using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Pipeline;

/// <summary>Computes the metric by the first formula whose terms have values.</summary>
internal sealed class FormulaStage(Formula[] formulas, RejectionRule[] rejections) : Stage
{
    public Formula[] Formulas => formulas;

    public override IEnumerable<EngineRule> Rules => rejections;

    public override IEnumerable<MetricInput> Inputs => base.Inputs.Concat(formulas.SelectMany(formula => formula.Inputs));

    public override StageResult Find(in RuleContext context)
    {
        if (FormulaEvaluator.EvaluateFirst(context, formulas) is not { } computed) return StageResult.None;
        return Reject(rejections, context, new Finding(computed.Value!.Value, null)) is { } reason
            ? StageResult.Missing(reason) : new StageResult(computed);
    }
}
