using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements;

/// <summary>Values computed from other values.</summary>
internal static class Derivations
{
    public static MetricValue Sum(MetricDefinition definition, FiscalPeriod period, IReadOnlyList<MetricValue> values, string derivation) =>
        Of(definition, period, values.Sum(v => v.Value!.Value), derivation, values);

    public static MetricValue Of(MetricDefinition definition, FiscalPeriod period, decimal value, string derivation, IReadOnlyList<MetricValue> operands)
    {
        var source = SourceBuilder.Derived(definition.Metric.Id, value, derivation, [.. operands.Select(o => o.Source!)]);
        return new MetricValue(value, source with { Start = definition.Metric.IsInstant ? null : period.Start, End = period.End }, null);
    }
}
