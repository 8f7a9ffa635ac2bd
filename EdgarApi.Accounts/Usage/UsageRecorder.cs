using System.Threading.Channels;

namespace EdgarApi.Accounts.Usage;

/// <summary>
/// Bounded queue of usage records; requests never wait for it. If it is full, because both disk and database are stalled, new records are
/// dropped and counted.
/// </summary>
public sealed class UsageRecorder
{
    /// <summary>Maximum number of queued records, about 20 MB.</summary>
    public const int Capacity = 131_072;

    private readonly Channel<UsageRecord> _records;
    private readonly UsageMetrics _metrics;
    private volatile bool _completed;

    /// <summary>Creates an empty queue.</summary>
    public UsageRecorder(UsageMetrics metrics) : this(metrics, Capacity) { }

    internal UsageRecorder(UsageMetrics metrics, int capacity)
    {
        _metrics = metrics;
        _records = Channel.CreateBounded<UsageRecord>(new BoundedChannelOptions(capacity) { SingleReader = true });
        metrics.ObserveQueue(() => _records.Reader.Count);
    }

    internal ChannelReader<UsageRecord> Reader => _records.Reader;

    /// <summary>Whether the queue accepts no more records.</summary>
    internal bool IsCompleted => _completed;

    /// <summary>Queues a record unless the queue is full.</summary>
    public void Record(in UsageRecord record)
    {
        if (!_records.Writer.TryWrite(record)) _metrics.Refused(1, _completed ? UsageRefusal.Stopped : UsageRefusal.QueueFull);
    }

    /// <summary>Stops accepting records.</summary>
    internal void Complete()
    {
        _completed = true;
        _records.Writer.TryComplete();
    }
}
