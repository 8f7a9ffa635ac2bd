using System.Diagnostics.Metrics;
using EdgarApi.Contracts.Telemetry;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace EdgarApi.Storage.Postgres;

/// <summary>
/// Metrics of Postgres under the names of the performance requirements: meter <c>EdgarApi.Storage.Postgres</c>. The measurements are the
/// driver's, without the pools of the probes.
/// </summary>
internal sealed class DatabaseMetrics : IHostedService, IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Storage.Postgres";

    private const string QueryDuration = "db.client.operation.duration";

    /// <summary>Commands that take longer count as slow, in seconds.</summary>
    private const double SlowSeconds = 0.1;

    private readonly string[] _pools;
    private readonly KeyValuePair<string, object?>[] _labels;
    private readonly ClosedCounter _queries;
    private readonly ClosedCounter _slow;
    private readonly Histogram<double> _duration;
    private readonly MeterListener _driver = new();

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">Creates the meter.</param>
    /// <param name="pools">Names of the pools, without those of the probes.</param>
    public DatabaseMetrics(IMeterFactory factory, IEnumerable<string> pools)
    {
        _pools = [.. pools];
        _labels = [.. _pools.Select(pool => new KeyValuePair<string, object?>(OperationalMetrics.DatabaseQueries.Labels[0], pool))];
        var meter = factory.Create(MeterName);
        _queries = new ClosedCounter(meter, OperationalMetrics.DatabaseQueries, _pools);
        _slow = new ClosedCounter(meter, OperationalMetrics.DatabaseSlowQueries, _pools);
        _duration = meter.CreateHistogram<double>(OperationalMetrics.DatabaseQueryDuration);
        meter.CreateObservableGauge(OperationalMetrics.DatabaseConnectionsActive, () => Measure(pool => pool.Used));
        meter.CreateObservableGauge(OperationalMetrics.DatabaseConnectionsMax, () => Measure(pool => pool.Max));
        _driver.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == ConnectionPools.Meter && instrument.Name == QueryDuration)
                self.EnableMeasurementEvents(instrument);
        };
        _driver.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Record(ConnectionPools.GetPool(tags), seconds));
    }

    /// <summary>Starts to listen to the driver.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _driver.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _driver.Dispose();

    private void Record(string pool, double seconds)
    {
        var index = Array.IndexOf(_pools, pool);
        if (index < 0) return;
        _queries.Add(index);
        if (seconds > SlowSeconds) _slow.Add(index);
        _duration.Record(seconds, _labels[index]);
    }

    private IEnumerable<Measurement<int>> Measure(Func<PoolState, int> value)
    {
        foreach (var pool in ConnectionPools.Read())
            if (Array.IndexOf(_pools, pool.Name) is >= 0 and var index) yield return new Measurement<int>(value(pool), _labels[index]);
    }
}
