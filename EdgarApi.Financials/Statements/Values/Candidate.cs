using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>A value that a concept gives for a period: one row, or several rows and their combination.</summary>
/// <param name="Value">With the metric's sign and on the requested share basis.</param>
/// <param name="First">The row whose filing dates the value: the only one, or that of the longest period.</param>
/// <param name="Others">The other operands; empty for one row.</param>
/// <param name="Derivation">How the operands were combined; null for one row.</param>
internal sealed record Candidate(decimal Value, CandidateRow First, CandidateRow[] Others, string? Derivation)
{
    public bool IsDerived => Derivation is not null;

    /// <summary>The filing that dates the value.</summary>
    public int Filing(FinancialModel model) => model.Facts.Columns.Filing[First.Row];

    public MetricValue ToValue(FinancialModel model, MetricDefinition definition, FiscalPeriod period) =>
        ToValue(model, definition.Metric.Unit, period);

    /// <param name="model">The company.</param>
    /// <param name="unit">The value's unit.</param>
    /// <param name="period">The value's period; a derived value has longer operands.</param>
    public MetricValue ToValue(FinancialModel model, UnitKind unit, FiscalPeriod period)
    {
        var sources = new SourceBuilder(model, unit);
        var first = sources.Reported(First);
        if (Derivation is null) return new MetricValue(Value, first);
        var operands = new Source[Others.Length + 1];
        operands[0] = first;
        for (var i = 0; i < Others.Length; i++) operands[i + 1] = sources.Reported(Others[i]);
        var start = Array.TrueForAll(operands, operand => operand.Start is null) ? (DateOnly?)null : period.Start;
        return new MetricValue(Value, SourceBuilder.Derived(first.Concept, Value, Derivation, operands, start, period.End));
    }
}

/// <summary>A row of the columns and the factor of its value: sign, share basis, scale, minus for a subtrahend.</summary>
internal readonly record struct CandidateRow(int Row, decimal Factor);
