using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgarApi.Accounts.Usage.Writing;

/// <summary>
/// Takes records from the queue and puts them where no end of the process can reach them, within <see cref="UsageOptions.MaxDelay"/>: on the primary, or on disk when the primary does not
/// confirm in time or when there is a rush. A stop first takes all that is in the queue.
/// </summary>
internal sealed partial class UsageWriter(
    UsageRecorder recorder, IUsageTable table, UsageSpool spool, UsageReplay replay, UsagePace pace, UsageMetrics metrics, IOptions<UsageOptions> options,
    TimeProvider time, ILogger<UsageWriter> logger) : BackgroundService
{
    /// <summary>So many make a batch; fewer wait a while for more.</summary>
    private const int BatchRows = 100;

    /// <summary>When more wait than that, batches are as large as this.</summary>
    private const int MaxBatchRows = 10_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly BackgroundWork writing = new("usage write", time);
    private readonly UsageRows rows = new();
    private DateTime lastTaken;
    private bool refusing;

    /// <summary>How long the first record of a batch waits for others.</summary>
    private TimeSpan Linger => options.Value.MaxDelay * 0.3;

    /// <summary>Time between two batches: under load a few large transactions cost the primary and its replicas far less than hundreds of small ones.</summary>
    private TimeSpan Pace => options.Value.MaxDelay * 0.2;

    /// <summary>How old it may be before the disk takes it; what is left of the delay is for the disk.</summary>
    private TimeSpan Patience => options.Value.MaxDelay * 0.6;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        recorder.Complete();
        if (ExecuteTask is { } writing) await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends when the queue does, so that nothing is left in it.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await recorder.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var first = await CollectAsync().ConfigureAwait(false);
            // What was given up may be read still.
            if (await TryWriteAsync(rows.Take(time.GetUtcNow().UtcDateTime), first).ConfigureAwait(false)) rows.Reuse();
        }
    }

    /// <summary>Fills the batch; returns when its first record was offered.</summary>
    private async Task<DateTime> CollectAsync()
    {
        var first = DateTime.MaxValue;
        while (true)
        {
            while (rows.Count < MaxBatchRows && recorder.Reader.TryRead(out var record))
            {
                if (rows.Count == 0) first = record.Timestamp.AddMicroseconds(record.Microseconds);
                rows.Add(record);
            }

            var now = time.GetUtcNow().UtcDateTime;
            if (rows.Count >= MaxBatchRows || rows.Count >= BatchRows && now - lastTaken >= Pace || recorder.IsCompleted || now - first >= Linger)
            {
                lastTaken = now;
                return first;
            }

            await Task.Delay(Tick, time).ConfigureAwait(false);
        }
    }

    /// <summary>Puts a batch where it is safe; false when a try at the primary was given up and may still be under way.</summary>
    private async Task<bool> TryWriteAsync(UsageBatch batch, DateTime first)
    {
        var left = Patience - (time.GetUtcNow().UtcDateTime - first);
        if (replay.PrimaryIsAway || left <= TimeSpan.Zero || !(recorder.IsCompleted || pace.TryTake(batch.Rows)))
        {
            Spool(batch);
            return true;
        }

        try
        {
            using var limit = new CancellationTokenSource(left, time);
            await WriteAsync(batch, limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            metrics.Written(batch.Rows);
            return true;
        }
        catch (OperationCanceledException)
        {
            replay.PrimaryIsSlow();
            Spool(batch);
            return false;
        }
        catch (Exception error)
        {
            // Whatever it is, the records are kept, and the process goes on.
            replay.PrimaryFailed(error);
            Spool(batch);
            return false;
        }
    }

    /// <summary>A write that is given up may still come to an end, good or bad: the batch's id then tells.</summary>
    private async Task WriteAsync(UsageBatch batch, CancellationToken cancellationToken)
    {
        var written = writing.RunAsync(token => table.WriteAsync([batch], token), cancellationToken);
        _ = written.ContinueWith(failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        await written.ConfigureAwait(false);
    }

    private void Spool(UsageBatch batch)
    {
        if (spool.TryAppend(batch))
        {
            metrics.Spooled(batch.Rows);
            refusing = false;
            replay.Wake();
            return;
        }

        metrics.Refused(batch.Rows, "spool full");
        if (!refusing) LogRefused(spool.Failure);
        refusing = true;
    }

    [LoggerMessage(LogLevel.Error, "Requests are not recorded for now: the primary does not take them, nor the disk: {Reason}")]
    private partial void LogRefused(string? reason);
}
