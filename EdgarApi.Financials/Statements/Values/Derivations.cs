using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>Values computed from other values.</summary>
internal static class Derivations
{
    public static MetricValue Sum(MetricDefinition definition, FiscalPeriod period, IReadOnlyList<MetricValue> values, string derivation) =>
        Create(definition, period, values.Sum(v => v.Value!.Value), derivation, [.. values.Select(value => new Operand(value))]);

    /// <summary>The sum of the operands times their weights, as the caller computed and rounded it.</summary>
    public static MetricValue Create(
        MetricDefinition definition, FiscalPeriod period, decimal value, string derivation, ReadOnlySpan<Operand> operands)
    {
        var sources = new Source[operands.Length];
        for (var i = 0; i < operands.Length; i++) sources[i] = operands[i].ToSource();
        return Create(definition, period, value, derivation, sources);
    }

    /// <summary>The sum of the operands' products.</summary>
    public static MetricValue Create(
        MetricDefinition definition, FiscalPeriod period, decimal value, string derivation, Source[] sources)
    {
        var start = definition.Metric.IsInstant ? (DateOnly?)null : period.Start;
        return new MetricValue(value, SourceBuilder.Derived(definition.Metric.Id, value, derivation, sources, start, period.End));
    }

    /// <summary>The quotient of two values, as the caller rounded it.</summary>
    public static MetricValue CreateQuotient(
        MetricDefinition definition, FiscalPeriod period, decimal value, string derivation, MetricValue dividend, MetricValue divisor)
    {
        var quotient = Create(definition, period, value, derivation, [new Operand(dividend), new Operand(divisor)]);
        return quotient with { Source = quotient.Source! with { IsQuotient = true } };
    }
}

/// <summary>A value and its weight in a sum.</summary>
internal readonly record struct Operand(MetricValue Value, decimal Weight = 1)
{
    public Source ToSource()
    {
        var source = Value.Source!;
        // On another share basis the rounded value counts, so it is a step of its own.
        if (source.Factor is not (1 or -1))
            source = SourceBuilder.Derived(
                source.Concept, Value.Value!.Value, "on today's share basis", [source], source.Start, source.End);
        return Weight == 1 ? source : source with { Factor = source.Factor * Weight };
    }
}
