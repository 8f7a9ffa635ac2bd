using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Pipeline;

/// <summary>
/// The input of a stage or rule: the metric to find, its period and the other metrics that the rule declares as inputs.
/// </summary>
internal readonly struct RuleContext(PeriodValues values, FinancialModel model, MetricDefinition definition)
{
    public FinancialModel Model => model;

    /// <summary>The metric that is looked for.</summary>
    public MetricDefinition Definition => definition;

    public FiscalPeriod Period => values.Period;

    /// <summary>The values of the period.</summary>
    public PeriodValues Values => values;

    /// <summary>The fiscal year of a quarter; null for another period, or if no annual report covers the year.</summary>
    public FiscalYear? ReportedYear => values.ReportedYear;

    public decimal? Value(MetricInput input) => Get(input).Value;

    public MetricValue Get(MetricInput input) =>
        input.Kind == InputKind.Reported ? values.GetReported(input.Definition) : values.Get(input.Definition);

    /// <summary>The value of the metric that is looked for, in another period.</summary>
    public MetricValue GetOwn(FiscalPeriod period) => At(period).Values.Get(definition);

    /// <summary>The same metric in another period.</summary>
    public RuleContext At(FiscalPeriod period) => new(values.At(period), model, definition);

    /// <summary>The value of one concept for the period, as a value of the metric to find.</summary>
    public MetricValue FromConcept(string concept) => FormulaEvaluator.FromConcept(values, model, definition, concept);

    /// <summary>The value from another metric's concepts for the period, without its rules.</summary>
    public Candidate? FromConcepts(MetricInput input) => values.FromConcepts(input.Definition).Candidate;
}
