using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Statements.Pipeline;

/// <summary>One step of a metric's pipeline. Stages run in the catalog's order until one finds a value.</summary>
internal abstract class Stage
{
    /// <summary>The metrics that the stage and its rules read.</summary>
    public virtual IEnumerable<MetricInput> Inputs => Rules.SelectMany(rule => rule.Inputs);

    /// <summary>The rules that the stage names.</summary>
    public virtual IEnumerable<EngineRule> Rules => [];

    /// <summary>The value, or why the stage does not find one.</summary>
    public abstract StageResult Find(in RuleContext context);

    public static Stage Compile(StageRow row) => row switch
    {
        { Concepts: not null } => new ConceptStage(row),
        { Formulas: { } formulas } => new FormulaStage([.. formulas.Select(Formula.Parse)], Rejections(row)),
        { Closes: { } formulas } => new ClosingStage([.. formulas.Select(Formula.Parse)], row.ZeroIsNone),
        { Cover: { } concept } => new CoverStage(concept),
        { Rule: { } id } => new RuleStage(RuleCatalog.Find<ValueRule>(id)),
        _ => throw new InvalidDataException("A stage of metrics.json is empty."),
    };

    protected static RejectionRule[] Rejections(StageRow row) => [.. row.Unless.Select(RuleCatalog.Find<RejectionRule>)];

    /// <summary>Why one of the rules rejects a value; null if no rule does.</summary>
    protected static ReasonCode? Reject(RejectionRule[] rules, in RuleContext context, in Finding finding)
    {
        foreach (var rule in rules)
            if (rule.Reject(context, finding) is { } reason) return reason;
        return null;
    }
}

/// <summary>The result of a stage.</summary>
/// <param name="Value">The value, or the reason why the stage does not find one.</param>
/// <param name="Ends">Whether no later stage may look for a value.</param>
internal readonly record struct StageResult(MetricValue Value, bool Ends = false)
{
    public static StageResult None { get; } = Missing(ReasonCode.NotReported);

    public static StageResult Missing(ReasonCode reason) => new(MetricValue.Missing(reason));
}
