using System.Diagnostics.Metrics;

namespace EdgarApi.Accounts.Usage;

/// <summary>Metrics of usage recording: meter <c>EdgarApi.Accounts.Usage</c>.</summary>
public sealed class UsageMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Accounts.Usage";

    private readonly Meter _meter;
    private readonly Counter<long> _records;
    private readonly Counter<long> _refused;
    private readonly TimeProvider _time;
    private long _refusedCount;
    private long _lastRefusedAt;

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">Creates the meter.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public UsageMetrics(IMeterFactory factory, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _meter = factory.Create(MeterName);
        _records = _meter.CreateCounter<long>(
            "edgar.usage.records", "{request}", "Usage records by outcome: written, spooled, replayed.");
        _refused = _meter.CreateCounter<long>("edgar.usage.refused", "{request}", "Requests that were not recorded, by reason.");
    }

    /// <summary>Requests since the start that were not recorded.</summary>
    public long RefusedCount => Interlocked.Read(ref _refusedCount);

    /// <summary>Whether a request was not recorded within the past period.</summary>
    internal bool WasRefusedWithin(TimeSpan period) =>
        RefusedCount > 0 && _time.GetElapsedTime(Interlocked.Read(ref _lastRefusedAt)) < period;

    internal void ObserveQueue(Func<int> length) =>
        _meter.CreateObservableGauge("edgar.usage.queue", length, "{request}", "Requests waiting to be recorded.");

    internal void ObserveSpool(Func<long> bytes) =>
        _meter.CreateObservableGauge("edgar.usage.spool", bytes, "By", "Usage records on disk, waiting for the primary.");

    internal void Written(int rows) => _records.Add(rows, new KeyValuePair<string, object?>("outcome", "written"));

    internal void Spooled(int rows) => _records.Add(rows, new KeyValuePair<string, object?>("outcome", "spooled"));

    internal void Replayed(int rows) => _records.Add(rows, new KeyValuePair<string, object?>("outcome", "replayed"));

    internal void Refused(int rows, string reason)
    {
        Interlocked.Exchange(ref _lastRefusedAt, _time.GetTimestamp());
        Interlocked.Add(ref _refusedCount, rows);
        _refused.Add(rows, new KeyValuePair<string, object?>("reason", reason));
    }
}
