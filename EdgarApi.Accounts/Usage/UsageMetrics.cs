using System.Diagnostics.Metrics;

namespace EdgarApi.Accounts.Usage;

/// <summary>What usage recording tells the dashboards: meter <c>EdgarApi.Accounts.Usage</c>.</summary>
public sealed class UsageMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Accounts.Usage";

    private readonly Meter meter;
    private readonly Counter<long> records;
    private readonly Counter<long> refused;
    private long refusedCount;

    /// <summary>Creates the instruments.</summary>
    public UsageMetrics(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);
        records = meter.CreateCounter<long>("edgar.usage.records", "{request}", "Records of requests, by where they went: written, spooled, replayed.");
        refused = meter.CreateCounter<long>("edgar.usage.refused", "{request}", "Requests that are not recorded, by the reason.");
    }

    /// <summary>Requests that are not recorded, since the start.</summary>
    public long RefusedCount => Interlocked.Read(ref refusedCount);

    internal void ObserveQueue(Func<int> length) =>
        meter.CreateObservableGauge("edgar.usage.queue", length, "{request}", "Requests that wait to be recorded.");

    internal void ObserveSpool(Func<long> bytes) => meter.CreateObservableGauge("edgar.usage.spool", bytes, "By", "Records on disk that the primary has yet to take.");

    internal void Written(int rows) => records.Add(rows, new KeyValuePair<string, object?>("outcome", "written"));

    internal void Spooled(int rows) => records.Add(rows, new KeyValuePair<string, object?>("outcome", "spooled"));

    internal void Replayed(int rows) => records.Add(rows, new KeyValuePair<string, object?>("outcome", "replayed"));

    internal void Refused(int rows, string reason)
    {
        Interlocked.Add(ref refusedCount, rows);
        refused.Add(rows, new KeyValuePair<string, object?>("reason", reason));
    }
}
