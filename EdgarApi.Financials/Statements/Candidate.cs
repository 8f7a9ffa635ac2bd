using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements;

/// <summary>A value that a concept gives for a period: one row, or several with how they were combined.</summary>
/// <param name="Value">With the metric's sign and on the share basis asked for.</param>
/// <param name="Rows">One row of the columns, or the operands, the longest period first.</param>
/// <param name="Derivation">How the operands were combined; null for one row.</param>
internal readonly record struct Candidate(decimal Value, int[] Rows, string? Derivation)
{
    public bool IsDerived => Derivation is not null;

    /// <summary>The filing that decides how new the value is.</summary>
    public int Filing(FinancialModel model) => model.Facts.Columns.Filing[Rows[0]];

    public MetricValue ToValue(FinancialModel model, MetricDefinition definition) => ToValue(model, definition.Metric.Unit);

    public MetricValue ToValue(FinancialModel model, UnitKind unit)
    {
        var sources = new SourceBuilder(model, unit);
        if (Derivation is null) return new MetricValue(Value, sources.Reported(Rows[0]), null);
        var operands = Array.ConvertAll(Rows, sources.Reported);
        return new MetricValue(Value, SourceBuilder.Derived(operands[0].Concept, Value, Derivation, operands), null);
    }
}
