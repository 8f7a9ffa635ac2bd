using System.Diagnostics.Metrics;

namespace EdgarApi.Contracts.Telemetry;

/// <summary>
/// A counter whose label values are known in advance. All its series exist from the start with 0, so that the first event is an increase
/// like any other. Counting is one interlocked addition; the metrics system only reads the totals.
/// </summary>
public sealed class ClosedCounter
{
    private readonly long[] _counts;
    private readonly KeyValuePair<string, object?>[][] _labels;

    /// <summary>Creates a counter without labels: one series with index 0.</summary>
    public ClosedCounter(Meter meter, OperationalMetric metric) : this(meter, metric, [[]])
    {
    }

    /// <summary>Creates a counter with one label.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="values">Values of the label; their indexes identify the series.</param>
    public ClosedCounter(Meter meter, OperationalMetric metric, IEnumerable<string> values)
        : this(meter, metric, values.Select(value => (IReadOnlyList<string>)[value]))
    {
    }

    /// <summary>Creates a counter with several labels.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="series">The values of all labels, in the metric's order, of each series.</param>
    public ClosedCounter(Meter meter, OperationalMetric metric, IEnumerable<IReadOnlyList<string>> series)
    {
        _labels = [.. series.Select(values => metric.Labels.Zip(
            values, (label, value) => new KeyValuePair<string, object?>(label, value)).ToArray())];
        _counts = new long[_labels.Length];
        meter.CreateObservableCounter(metric, Measure);
    }

    /// <summary>Adds to a series.</summary>
    /// <param name="index">Position of the series' label values in the list that the counter was created with.</param>
    /// <param name="amount">What to add.</param>
    public void Add(int index, long amount = 1) => Interlocked.Add(ref _counts[index], amount);

    /// <summary>The total of a series.</summary>
    public long this[int index] => Interlocked.Read(ref _counts[index]);

    private IEnumerable<Measurement<long>> Measure() => _labels.Select((labels, index) => new Measurement<long>(this[index], labels));
}
