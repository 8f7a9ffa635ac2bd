using System.Collections.Concurrent;
using EdgarApi.Api.Telemetry;
using EdgarApi.Api.Usage;

namespace EdgarApi.Tests.Api.Telemetry;

public sealed class MeasurementBatchesTests
{
    private const int Threads = 8;
    private const int PerThread = 10_000;

    private static readonly EndpointRequests Endpoint =
        new(new EndpointName("GET /some", "GET", "/some", IsMeasured: true), tiers: 1, new RequestMetricLimits());

    private readonly ConcurrentQueue<RequestMeasurement[]> _recorded = new();
    private readonly MeasurementBatches _batches;

    public MeasurementBatchesTests() => _batches = new MeasurementBatches(batch => _recorded.Enqueue(batch.ToArray()));

    [Fact]
    public void Each_measurement_is_recorded_once_while_threads_add_and_collections_flush()
    {
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (var i = 0; i < PerThread; i++)
            {
                _batches.Add(Measure(thread * PerThread + i));
                if (i % 1_000 == 0) _batches.Flush();
            }
        });
        _batches.Flush();

        Assert.Equal(
            Enumerable.Range(0, Threads * PerThread).Select(sent => (long)sent),
            _recorded.SelectMany(batch => batch).Select(measurement => measurement.Sent).Order());
    }

    [Fact]
    public void A_few_measurements_wait_until_metrics_are_collected()
    {
        _batches.Add(Measure(1));
        _batches.Add(Measure(2));
        Assert.Empty(_recorded.SelectMany(batch => batch));

        _batches.Flush();
        Assert.Equal([1, 2], _recorded.SelectMany(batch => batch).Select(measurement => measurement.Sent).Order());
    }

    /// <summary>So that memory does not grow between collections.</summary>
    [Fact]
    public void Many_measurements_do_not_wait()
    {
        for (var i = 0; i < PerThread; i++) _batches.Add(Measure(i));

        var waiting = PerThread - _recorded.Sum(batch => batch.Length);
        Assert.InRange(waiting, 0, 64 * Environment.ProcessorCount);
    }

    private static RequestMeasurement Measure(long sent) => new(Endpoint, 200, 0.001, Received: 0, sent);
}
