using System.Diagnostics.Metrics;
using EdgarApi.Contracts.Telemetry;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace EdgarApi.Tests.Telemetry;

public sealed class ClosedCounterTests
{
    private static readonly OperationalMetric Metric =
        new("some_total", OperationalMetricType.Counter, "{thing}", "Things.", "kind", "color");

    [Fact]
    public void Every_series_exists_from_the_start_with_0_and_counts_its_own_label_values()
    {
        using var meter = new Meter(nameof(ClosedCounterTests));
        using var collector = new MetricCollector<long>(meter, Metric.Instrument);
        var counter = new ClosedCounter(meter, Metric, [["big", "red"], ["big", "blue"], ["small", "red"]]);

        Assert.Equal(["big red 0", "big blue 0", "small red 0"], Collect(collector));
        counter.Add(1);
        counter.Add(2, 5);
        Assert.Equal(["big red 0", "big blue 1", "small red 5"], Collect(collector));
    }

    [Fact]
    public void A_counter_without_labels_has_one_series()
    {
        using var meter = new Meter(nameof(ClosedCounterTests));
        using var collector = new MetricCollector<long>(meter, Metric.Instrument);
        var counter = new ClosedCounter(meter, Metric with { Labels = [] });
        counter.Add(0);

        Assert.Equal([" 1"], Collect(collector));
    }

    private static IEnumerable<string> Collect(MetricCollector<long> collector)
    {
        collector.Clear();
        collector.RecordObservableInstruments();
        return collector.GetMeasurementSnapshot().Select(measured => $"{string.Join(' ', measured.Tags.Values)} {measured.Value}");
    }
}
