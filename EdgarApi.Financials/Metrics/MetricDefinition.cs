using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Metrics;

/// <summary>A metric with the stages that find its value, compiled from the catalog.</summary>
internal sealed class MetricDefinition
{
    private MetricDefinition(MetricRow row, int index, Stage[] stages, int? reportedSlot)
    {
        (Index, Stages, ReportedSlot, Nonnegative, NeverNegative, Family) =
            (index, stages, reportedSlot, row.Nonnegative, row.NeverNegative, row.Family);
        Concepts = stages.OfType<ConceptStage>().SingleOrDefault();
        NeedsConcepts = Concepts is not null
            && Array.TrueForAll(stages, stage => stage is ConceptStage or RuleStage { AddsUpQuarters: true });
        Terms = Concepts is null ? [] : [.. Concepts.Tiers.SelectMany(tier => tier)];
        ReportedStages = Array.FindIndex(stages, stage => stage is FormulaStage) is >= 0 and var first ? first : stages.Length;
        IsRare = row.Rare || stages is [ClosingStage { ZeroIsNone: true }];
        StatementKind? statement = row.Statement is null ? null : Enum.Parse<StatementKind>(row.Statement, ignoreCase: true);
        Metric = new Metric(
            row.Id, row.Label, Enum.Parse<UnitKind>(row.Unit, ignoreCase: true),
            row.Instant ?? statement == StatementKind.Balance, statement,
            row.Definition, row.Level, row.Total, row.Essential, [.. ListConcepts()])
        {
            Family = row.Family,
        };
    }

    public Metric Metric { get; }

    /// <summary>Position in the catalog.</summary>
    public int Index { get; }

    /// <summary>In order; the first that finds a value decides.</summary>
    public Stage[] Stages { get; }

    /// <summary>How many stages come before the formulas.</summary>
    public int ReportedStages { get; }

    /// <summary>Position among the metrics that some stage reads without their formulas; null for the others.</summary>
    public int? ReportedSlot { get; }

    /// <summary>The stage that looks for reported concepts; null for a metric that is always computed.</summary>
    public ConceptStage? Concepts { get; }

    /// <summary>Whether filers report the metric under concepts.</summary>
    public bool HasConcepts => Terms.Length > 0;

    /// <summary>Whether a filer without facts under the concepts has no value in any period.</summary>
    public bool NeedsConcepts { get; }

    /// <summary>The concepts of all tiers.</summary>
    public ConceptTerm[] Terms { get; }

    public bool Nonnegative { get; }

    /// <summary>Whether its concepts have no negative amounts; see <see cref="Statements.Values.NegativeAmounts"/>.</summary>
    public bool NeverNegative { get; }

    /// <summary>The kind of filer that the metric is for; null for all.</summary>
    public string? Family { get; }

    /// <summary>Whether few filers have the line, so that statements show it only with a value.</summary>
    public bool IsRare { get; }

    public static IReadOnlyList<MetricDefinition> Compile(IReadOnlyList<MetricRow> rows)
    {
        var stages = rows.Select(row => row.Stages.Select(Stage.Compile).ToArray()).ToArray();
        var read = stages.SelectMany(all => all).SelectMany(stage => stage.Inputs)
            .Where(input => input.Kind == InputKind.Reported).Select(input => input.Metric).Distinct().ToList();
        return [.. rows.Select(
            (row, i) => new MetricDefinition(row, i, stages[i], read.IndexOf(row.Id) is >= 0 and var slot ? slot : null))];
    }

    private IEnumerable<string> ListConcepts() => Terms.Select(term => term.Concept)
        .Concat(Stages.OfType<CoverStage>().Select(stage => stage.Concept))
        .Concat(Stages.OfType<FormulaStage>().SelectMany(stage => stage.Formulas).SelectMany(f => f.Terms).SelectMany(t => t.Concepts))
        .Distinct();
}

/// <summary>A concept and whether its sign is reversed.</summary>
internal readonly record struct ConceptTerm(string Concept, int Sign)
{
    public static ConceptTerm Parse(string text) => text.StartsWith('-') ? new(text[1..], -1) : new(text, 1);
}
