using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgarApi.Accounts.Usage.Writing;

/// <summary>
/// Moves records from the queue to safe storage within <see cref="UsageOptions.MaxDelay"/>: to the primary, or to disk if the primary does
/// not confirm in time or writes are throttled. A stop first empties the queue.
/// </summary>
internal sealed partial class UsageWriter(
    UsageRecorder recorder, IUsageTable table, UsageSpool spool, UsageReplay replay, UsageThrottle throttle, UsageMetrics metrics,
    IOptions<UsageOptions> options, TimeProvider time, ILogger<UsageWriter> logger) : BackgroundService
{
    /// <summary>Minimum size of a batch; smaller ones wait for more records until <see cref="Linger"/> has passed.</summary>
    private const int BatchRows = 100;

    /// <summary>Maximum size of a batch.</summary>
    private const int MaxBatchRows = 10_000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly BackgroundWork _writing = new("usage write", time);
    private readonly UsageRows _rows = new();
    private DateTime _lastTaken;
    private bool _isDropping;

    /// <summary>Maximum time that the first record of a batch waits for others.</summary>
    private TimeSpan Linger => options.Value.MaxDelay * 0.3;

    /// <summary>
    /// Minimum time between batches: a few large transactions cost the primary and its replicas far less than hundreds of small ones.
    /// </summary>
    private TimeSpan MinInterval => options.Value.MaxDelay * 0.2;

    /// <summary>Age at which a batch goes to disk; the rest of the maximum delay is reserved for the disk.</summary>
    private TimeSpan PrimaryTimeout => options.Value.MaxDelay * 0.6;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        recorder.Complete();
        if (ExecuteTask is { } executing) await executing.WaitAsync(cancellationToken).ConfigureAwait(false);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs until the queue is completed and empty.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await recorder.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var first = await CollectAsync().ConfigureAwait(false);
            // A write that timed out may still be reading the batch.
            if (await TryWriteAsync(_rows.Take(time.GetUtcNow().UtcDateTime), first).ConfigureAwait(false)) _rows.Reuse();
        }
    }

    /// <summary>Fills a batch; returns the time at which its first record was queued.</summary>
    private async Task<DateTime> CollectAsync()
    {
        var first = DateTime.MaxValue;
        while (true)
        {
            while (_rows.Count < MaxBatchRows && recorder.Reader.TryRead(out var record))
            {
                if (_rows.Count == 0) first = record.Timestamp.AddMicroseconds(record.Microseconds);
                _rows.Add(record);
            }

            var now = time.GetUtcNow().UtcDateTime;
            if (_rows.Count >= MaxBatchRows || _rows.Count >= BatchRows && now - _lastTaken >= MinInterval
                || recorder.IsCompleted || now - first >= Linger)
            {
                _lastTaken = now;
                return first;
            }

            await Task.Delay(PollInterval, time).ConfigureAwait(false);
        }
    }

    /// <summary>Stores a batch; false if a write to the primary was abandoned and may still be running.</summary>
    private async Task<bool> TryWriteAsync(UsageBatch batch, DateTime first)
    {
        var left = PrimaryTimeout - (time.GetUtcNow().UtcDateTime - first);
        if (replay.IsPrimaryUnavailable || left <= TimeSpan.Zero || !(recorder.IsCompleted || throttle.TryAcquire(batch.Rows)))
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
            replay.MarkPrimarySlow();
            Spool(batch);
            return false;
        }
        catch (Exception error)
        {
            // Whatever the error, keep the records and continue.
            replay.MarkPrimaryFailed(error);
            Spool(batch);
            return false;
        }
    }

    /// <summary>Writes a batch to the primary. An abandoned write may still succeed or fail; the batch's id prevents duplicates.</summary>
    private async Task WriteAsync(UsageBatch batch, CancellationToken cancellationToken)
    {
        var written = _writing.RunAsync(token => table.WriteAsync([batch], token), cancellationToken);
        _ = written.ContinueWith(
            failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        await written.ConfigureAwait(false);
    }

    private void Spool(UsageBatch batch)
    {
        if (spool.TryAppend(batch))
        {
            metrics.Spooled(batch.Rows);
            _isDropping = false;
            replay.Wake();
            return;
        }

        metrics.Refused(batch.Rows, UsageRefusal.SpoolFull);
        if (!_isDropping) LogRefused(spool.Failure);
        _isDropping = true;
    }

    [LoggerMessage(LogLevel.Error, "Requests are not recorded: neither the primary nor the disk accepts usage records: {Reason}")]
    private partial void LogRefused(string? reason);
}
