namespace EdgarApi.Financials.Metrics;

/// <summary>What of a metric a stage reads.</summary>
internal enum InputKind
{
    /// <summary>Its value in the same period.</summary>
    Value,

    /// <summary>Its value in the same period without its own formulas.</summary>
    Reported,

    /// <summary>Its value in other periods: the fiscal year of a quarter, quarters of a year, the period before.</summary>
    OtherPeriods,

    /// <summary>What its concepts give in the same period, whatever its rules say. That depends on no other metric.</summary>
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

    /// <summary>Found when first needed: rules are created while the catalog loads.</summary>
    public MetricDefinition Definition => _definition ??= MetricCatalog.Definition(Metric);

    public static MetricInput Create(string metric) => new(metric, InputKind.Value);

    public static MetricInput CreateReported(string metric) => new(metric, InputKind.Reported);

    public static MetricInput CreateForConcepts(string metric) => new(metric, InputKind.Concepts);

    public static MetricInput CreateOfOtherPeriods(string metric) => new(metric, InputKind.OtherPeriods);
}
