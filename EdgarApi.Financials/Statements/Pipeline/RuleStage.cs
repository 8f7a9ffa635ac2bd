using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Statements.Pipeline;

/// <summary>Asks a rule for a value that earlier stages did not find.</summary>
internal sealed class RuleStage(ValueRule rule) : Stage
{
    public override IEnumerable<EngineRule> Rules => [rule];

    public override StageResult Find(in RuleContext context) =>
        rule.Find(context, reported: null) is { } value ? new StageResult(value) : StageResult.None;
}
