using System.Diagnostics.Metrics;
using System.Globalization;

namespace EdgarApi.Contracts.Telemetry;

/// <summary>The type of a metric as Prometheus names it.</summary>
public enum OperationalMetricType
{
    /// <summary>Only increases, from 0 at the start of the process.</summary>
    Counter,

    /// <summary>A current value.</summary>
    Gauge,

    /// <summary>A distribution over buckets, with count and sum.</summary>
    Histogram,
}

/// <summary>A metric that operators see, in contrast to the financial metrics of companies.</summary>
/// <param name="Instrument">Name of the instrument and of the metric over OTLP.</param>
/// <param name="Type">The type.</param>
/// <param name="Unit">Unit in UCUM notation: <c>s</c>, <c>By</c>, <c>%</c> (0 to 100), <c>1</c>, or what is counted in braces.</param>
/// <param name="Description">What is measured.</param>
/// <param name="Labels">Names of the labels.</param>
public sealed record OperationalMetric(
    string Instrument, OperationalMetricType Type, string Unit, string Description, params IReadOnlyList<string> Labels)
{
    /// <summary>Upper bounds of the buckets of a histogram, without infinity; empty for other types.</summary>
    public IReadOnlyList<double> Buckets { get; init; } = [];

    /// <summary>
    /// Name on <c>/metrics</c>. The Prometheus exporter appends the unit, and <c>_total</c> to counters, unless the name has them already.
    /// </summary>
    public string ExposedName
    {
        get
        {
            var unit = Unit switch { "s" => "_seconds", "By" => "_bytes", "%" => "_percent", _ => "" };
            var name = AppendOnce(Instrument.Replace('.', '_'), unit);
            return Type == OperationalMetricType.Counter ? AppendOnce(name, "_total") : name;
        }
    }

    private static string AppendOnce(string name, string suffix) =>
        name.Contains(suffix, StringComparison.Ordinal) ? name : name + suffix;
}

/// <summary>Creates instruments from the catalog's metrics, so that each name, unit and description is written once.</summary>
public static class OperationalMetricExtensions
{
    /// <summary>Creates a counter that is read when metrics are collected.</summary>
    public static void CreateObservableCounter<T>(this Meter meter, OperationalMetric metric, Func<IEnumerable<Measurement<T>>> read)
        where T : struct =>
        meter.CreateObservableCounter(
            Require(metric, OperationalMetricType.Counter).Instrument, read, metric.Unit, metric.Description);

    /// <summary>Creates a gauge that is read when metrics are collected.</summary>
    public static void CreateObservableGauge<T>(this Meter meter, OperationalMetric metric, Func<IEnumerable<Measurement<T>>> read)
        where T : struct =>
        meter.CreateObservableGauge(Require(metric, OperationalMetricType.Gauge).Instrument, read, metric.Unit, metric.Description);

    /// <summary>Creates a histogram.</summary>
    public static Histogram<T> CreateHistogram<T>(this Meter meter, OperationalMetric metric) where T : struct => meter.CreateHistogram(
        Require(metric, OperationalMetricType.Histogram).Instrument, metric.Unit, metric.Description, tags: null,
        new InstrumentAdvice<T> { HistogramBucketBoundaries = [.. metric.Buckets.Select(Convert<T>)] });

    private static T Convert<T>(double bound) => (T)System.Convert.ChangeType(bound, typeof(T), CultureInfo.InvariantCulture);

    private static OperationalMetric Require(OperationalMetric metric, OperationalMetricType type) => metric.Type == type
        ? metric
        : throw new ArgumentException($"{metric.Instrument} is a {metric.Type}, not a {type}.", nameof(metric));
}
