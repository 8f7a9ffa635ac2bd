using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Statements.Pipeline;

/// <summary>Asks a rule for a value that earlier stages did not find.</summary>
internal sealed class RuleStage(ValueRule rule) : Stage
{
    /// <summary>Whether it only adds up what other stages find for shorter periods.</summary>
    public bool AddsUpQuarters => rule is SumOfQuarters;

    public override IEnumerable<EngineRule> Rules => [rule];

    public override StageResult Find(in RuleContext context) =>
        rule.Find(context, reported: null) is { } value
            // A measure without meaning for the filer has no value, whatever later stages would compute.
            ? new StageResult(value, Ends: value.ReasonCode == ReasonCode.NotMeaningful)
            : StageResult.None;
}
