namespace EdgarApi.Financials.Metrics;

/// <summary>An input of a stage: a metric, and which of its values the stage reads.</summary>
internal enum InputKind
{
    /// <summary>Its value in the same period.</summary>
    Value,

    /// <summary>Its value in the same period without its own formulas.</summary>
    Reported,

    /// <summary>Its value in other periods: the fiscal year of a quarter, quarters of a year, the period before.</summary>
    OtherPeriods,

    /// <summary>The value from the metric's concepts in the same period, without its rules. It depends on no other metric.</summary>
    Concepts,
}

/// <summary>A metric that a formula or rule reads. Stages declare all of theirs, so that a test finds cycles in the catalog.</summary>
internal sealed class MetricInput
{
    private MetricDefinition? _definition;

    private MetricInput(string metric, InputKind kind) => (Metric, Kind) = (metric, kind);

    /// <summary>The metric's id.</summary>
    public string Metric { get; }

    public InputKind Kind { get; }

    /// <summary>The definition of the metric. Looked up on first use, because rules are created while the catalog loads.</summary>
    public MetricDefinition Definition => _definition ??= MetricCatalog.Definition(Metric);

    public static MetricInput Create(string metric) => new(metric, InputKind.Value);

    public static MetricInput CreateReported(string metric) => new(metric, InputKind.Reported);

    public static MetricInput CreateForConcepts(string metric) => new(metric, InputKind.Concepts);

    public static MetricInput CreateOfOtherPeriods(string metric) => new(metric, InputKind.OtherPeriods);
}
