using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Quarters;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Statements.Pipeline;

/// <summary>
/// Takes the metric from the concepts under which filers report it: from the first tier that has a value, and the best of
/// the equivalent concepts in that tier.
/// </summary>
internal sealed class ConceptStage : Stage
{
    private readonly RejectionRule[] _rejections;
    private readonly ValueRule[] _replacements;

    public ConceptStage(StageRow row)
    {
        Tiers = [.. row.Concepts!.Select(tier => tier.Select(ConceptTerm.Parse).ToArray())];
        PicksLargest = row.Pick switch
        {
            null => false,
            "largest" => true,
            var pick => throw new InvalidDataException($"metrics.json picks '{pick}'."),
        };
        AreSameMeasure = row.SameMeasure;
        LeavesOutTablesOfParts = row.Without switch
        {
            null => false,
            var id when id == TablesOfParts.Rule.Id => true,
            var id => throw new InvalidDataException($"metrics.json names '{id}', which leaves no rows out."),
        };
        (_rejections, _replacements) = (Rejections(row), [.. row.Instead.Select(RuleCatalog.Find<ValueRule>)]);
    }

    /// <summary>In order of preference; the concepts of one tier are equivalent.</summary>
    public ConceptTerm[][] Tiers { get; }

    /// <summary>Whether of equivalent concepts in one filing the largest is the total and the others are its parts.</summary>
    public bool PicksLargest { get; }

    /// <summary>Whether the concepts of a tier are one measure whose name changes.</summary>
    public bool AreSameMeasure { get; }

    /// <summary>Whether tables that give the metric in parts do not count.</summary>
    public bool LeavesOutTablesOfParts { get; }

    public override IEnumerable<EngineRule> Rules => [.. _rejections, .. _replacements];

    public override StageResult Find(in RuleContext context)
    {
        var (found, reason) = context.Values.FromConceptsOfYear(context.Definition);
        if (found is not { } candidate) return StageResult.Missing(reason);
        if (Reject(_rejections, context, new Finding(candidate.Value, candidate)) is { } rejected) return StageResult.Missing(rejected);
        var value = candidate.ToValue(context.Model, context.Definition, context.Period);
        foreach (var rule in _replacements)
            if (rule.Find(context, value) is { } other) return new StageResult(other);
        return new StageResult(value);
    }
}
