using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgarApi.Accounts.Usage.Writing;

/// <summary>
/// Moves records from the queue to safe storage within <see cref="UsageOptions.MaxDelay"/>: to the primary, or to disk if the primary does
/// not confirm in time or writes are throttled. If the disk fails, the primary gets them in any case. A stop first empties the queue.
/// </summary>
internal sealed partial class UsageWriter(
    UsageRecorder recorder, IUsageTable table, UsageSpool spool, UsageReplay replay, UsageThrottle throttle, UsageMetrics metrics,
    IOptions<UsageOptions> options, TimeProvider time, ILogger<UsageWriter> logger) : BackgroundService
{
    /// <summary>Minimum size of a batch; smaller ones wait for more records until <see cref="Linger"/> has passed.</summary>
    private const int BatchRows = 100;

    /// <summary>Maximum size of a batch.</summary>
    private const int MaxBatchRows = 10_000;

    /// <summary>Timeout of a write to the primary of what the disk does not take. Meanwhile records wait in the queue.</summary>
    private static readonly TimeSpan LastResortTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly BackgroundWork _writing = new("usage write", time);
    private readonly UsageRows _rows = new();
    private DateTime _lastTaken;
    private bool _isDropping;
    private bool _isDiskFailing;

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
            return await SpoolAsync(batch).ConfigureAwait(false);
        }

        if (await TryWriteToPrimaryAsync(batch, left).ConfigureAwait(false) is null) return true;
        await SpoolAsync(batch).ConfigureAwait(false);
        return false;
    }

    /// <summary>Writes a batch to the primary; returns why it failed. Whatever the error, the records are kept.</summary>
    private async Task<Exception?> TryWriteToPrimaryAsync(UsageBatch batch, TimeSpan timeout)
    {
        try
        {
            using var limit = new CancellationTokenSource(timeout, time);
            // An abandoned write may still succeed or fail; the batch's id prevents duplicates.
            await PromptCancellation.RunAsync(
                token => _writing.RunAsync(inner => table.WriteAsync([batch], inner), token), limit.Token).ConfigureAwait(false);
            metrics.Written(batch.Rows);
            return null;
        }
        catch (OperationCanceledException error)
        {
            replay.MarkPrimarySlow();
            return error;
        }
        catch (Exception error)
        {
            replay.MarkPrimaryFailed(error);
            return error;
        }
    }

    /// <summary>
    /// Keeps a batch on disk. If the disk fails, writes it to the primary regardless of the throttle. False if such a write may still be
    /// running.
    /// </summary>
    private async Task<bool> SpoolAsync(UsageBatch batch)
    {
        if (spool.TryAppend(batch))
        {
            if (_isDiskFailing) LogDiskRecovered();
            (_isDropping, _isDiskFailing) = (false, false);
            metrics.Spooled(batch.Rows);
            replay.Wake();
            return true;
        }

        if (!_isDiskFailing) LogDiskFailed(spool.Failure);
        _isDiskFailing = true;
        if (await TryWriteToPrimaryAsync(batch, LastResortTimeout).ConfigureAwait(false) is not { } error)
        {
            _isDropping = false;
            replay.MarkPrimaryAvailable();
            return true;
        }

        metrics.Refused(batch.Rows, UsageRefusal.SpoolFull);
        if (!_isDropping) LogRefused(spool.Failure, error.Message);
        _isDropping = true;
        return false;
    }

    [LoggerMessage(LogLevel.Warning, "The disk does not accept usage records, so the primary gets them directly: {Reason}")]
    private partial void LogDiskFailed(string? reason);

    [LoggerMessage(LogLevel.Information, "The disk accepts usage records again")]
    private partial void LogDiskRecovered();

    [LoggerMessage(LogLevel.Error,
        "Requests are not recorded: neither the disk nor the primary accepts usage records. Disk: {Disk}. Primary: {Primary}")]
    private partial void LogRefused(string? disk, string primary);
}
