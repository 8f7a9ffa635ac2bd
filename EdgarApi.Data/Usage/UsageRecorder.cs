using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace EdgarApi.Data.Usage;

/// <summary>
/// Where requests leave what they came to, on its way to the database: bounded, and never waited for. When it is full, which takes a disk and a database that
/// both stand still, the newest records are refused and counted.
/// </summary>
public sealed class UsageRecorder
{
    /// <summary>Records that wait at most: some 16 MB.</summary>
    public const int Capacity = 131_072;

    private readonly Channel<UsageRecord> records;
    private readonly Counter<long> refused;
    private long refusedCount;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="meters">For the metrics <c>edgar.usage.queue</c> and <c>edgar.usage.refused</c>.</param>
    public UsageRecorder(IMeterFactory meters) : this(meters, Capacity) { }

    internal UsageRecorder(IMeterFactory meters, int capacity)
    {
        records = Channel.CreateBounded<UsageRecord>(new BoundedChannelOptions(capacity) { SingleReader = true });
        var meter = meters.Create(UsageMetrics.MeterName);
        refused = meter.CreateCounter<long>("edgar.usage.refused", "{request}", "Requests that were not recorded, by the reason.");
        meter.CreateObservableGauge("edgar.usage.queue", () => records.Reader.Count, "{request}", "Requests that wait to be recorded.");
    }

    /// <summary>Records that were refused since the start.</summary>
    public long Refused => Interlocked.Read(ref refusedCount);

    internal ChannelReader<UsageRecord> Reader => records.Reader;

    /// <summary>Takes a record, unless the queue is full.</summary>
    public void Record(in UsageRecord record)
    {
        if (records.Writer.TryWrite(record)) return;
        Interlocked.Increment(ref refusedCount);
        refused.Add(1, new KeyValuePair<string, object?>("reason", "queue full"));
    }

    /// <summary>Takes no more: what waits is the last.</summary>
    internal void Complete() => records.Writer.TryComplete();
}
