using System.Diagnostics.Metrics;
using EdgarApi.Contracts.Telemetry;

namespace EdgarApi.Accounts.Usage;

/// <summary>Metrics of usage recording: meter <c>EdgarApi.Accounts.Usage</c>.</summary>
public sealed class UsageMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Accounts.Usage";

    private static readonly string[] Outcomes = ["written", "spooled", "replayed"];

    private readonly Meter _meter;
    private readonly ClosedCounter _records;
    private readonly ClosedCounter _refused;
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
        _records = new ClosedCounter(_meter, OperationalMetrics.UsageRecords, Outcomes);
        _refused = new ClosedCounter(_meter, OperationalMetrics.UsageRefused, Reasons.Select(reason => reason.Name));
    }

    /// <summary>Requests since the start that were not recorded.</summary>
    public long RefusedCount => Interlocked.Read(ref _refusedCount);

    /// <summary>Whether a request was not recorded within the past period.</summary>
    internal bool WasRefusedWithin(TimeSpan period) =>
        RefusedCount > 0 && _time.GetElapsedTime(Interlocked.Read(ref _lastRefusedAt)) < period;

    internal void ObserveQueue(Func<int> length) =>
        _meter.CreateObservableGauge<int>(OperationalMetrics.UsageQueue, () => [new Measurement<int>(length())]);

    internal void ObserveSpool(Func<long> bytes) =>
        _meter.CreateObservableGauge<long>(OperationalMetrics.UsageSpool, () => [new Measurement<long>(bytes())]);

    internal void Written(int rows) => _records.Add(0, rows);

    internal void Spooled(int rows) => _records.Add(1, rows);

    internal void Replayed(int rows) => _records.Add(2, rows);

    internal void Refused(int rows, UsageRefusal reason)
    {
        Interlocked.Exchange(ref _lastRefusedAt, _time.GetTimestamp());
        Interlocked.Add(ref _refusedCount, rows);
        _refused.Add((int)reason, rows);
    }

    private static (UsageRefusal Reason, string Name)[] Reasons { get; } =
    [
        (UsageRefusal.QueueFull, "queue full"), (UsageRefusal.Stopped, "stopped"), (UsageRefusal.SpoolFull, "spool full"),
        (UsageRefusal.NotWritable, "not writable"), (UsageRefusal.TooOld, "too old"),
    ];
}

/// <summary>Why a request was not recorded.</summary>
internal enum UsageRefusal
{
    /// <summary>Disk and database are stalled.</summary>
    QueueFull,

    /// <summary>The process is stopping.</summary>
    Stopped,

    /// <summary>The spool has reached its maximum, or the disk is full.</summary>
    SpoolFull,

    /// <summary>The database rejects the record.</summary>
    NotWritable,

    /// <summary>The record waited on disk for too long.</summary>
    TooOld,
}
