using System.Threading.Channels;

namespace EdgarApi.Accounts.Usage;

/// <summary>
/// Where requests leave what they came to, on its way to the database: bounded, and never waited for. When it is full, which takes a disk and a database that
/// both stand still, the newest records are refused and counted.
/// </summary>
public sealed class UsageRecorder
{
    /// <summary>Records that wait at most: some 20 MB.</summary>
    public const int Capacity = 131_072;

    private readonly Channel<UsageRecord> records;
    private readonly UsageMetrics metrics;
    private volatile bool completed;

    /// <summary>Creates an empty queue.</summary>
    public UsageRecorder(UsageMetrics metrics) : this(metrics, Capacity) { }

    internal UsageRecorder(UsageMetrics metrics, int capacity)
    {
        this.metrics = metrics;
        records = Channel.CreateBounded<UsageRecord>(new BoundedChannelOptions(capacity) { SingleReader = true });
        metrics.ObserveQueue(() => records.Reader.Count);
    }

    internal ChannelReader<UsageRecord> Reader => records.Reader;

    /// <summary>Whether no more is taken.</summary>
    internal bool IsCompleted => completed;

    /// <summary>Takes a record, unless the queue is full.</summary>
    public void Record(in UsageRecord record)
    {
        if (!records.Writer.TryWrite(record)) metrics.Refused(1, completed ? "stopped" : "queue full");
    }

    /// <summary>Takes no more: what waits is the last.</summary>
    internal void Complete()
    {
        completed = true;
        records.Writer.TryComplete();
    }
}
