using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Accounts.Usage.Writing;

/// <summary>
/// Writes spooled batches of this process and of ended processes to the primary, and so detects whether the primary is available.
/// </summary>
internal sealed partial class UsageReplay(
    IUsageTable table, UsageSpool spool, UsageThrottle throttle, UsageMetrics metrics, TimeProvider time, ILogger<UsageReplay> logger)
    : BackgroundService
{
    /// <summary>Older batches are dropped: the database may have deleted their ids and could not detect duplicates.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    /// <summary>Target number of rows per transaction; the last batch may exceed it.</summary>
    private const int GroupRows = 20_000;

    private static readonly TimeSpan AdoptInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MinRetryDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxThrottleDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ThrottlePollInterval = TimeSpan.FromMilliseconds(100);

    private readonly BackgroundWork _replaying = new("usage replay", time);
    private readonly SemaphoreSlim _work = new(0, 1);
    private volatile bool _isPrimaryUnavailable;
    private volatile bool _isUnavailableLogged;
    private volatile bool _isStopping;

    /// <summary>Whether the latest write to the primary failed or timed out.</summary>
    public bool IsPrimaryUnavailable => _isPrimaryUnavailable;

    public void MarkPrimaryFailed(Exception error)
    {
        if (!_isUnavailableLogged) LogUnavailable(error.Message);
        (_isUnavailableLogged, _isPrimaryUnavailable) = (true, true);
    }

    /// <summary>
    /// Called when the writer's time limit passes. The replay then finds out whether the primary is unavailable or was only slow once, for
    /// example at the first write of a process.
    /// </summary>
    public void MarkPrimarySlow()
    {
        if (!_isPrimaryUnavailable) LogSlow();
        _isPrimaryUnavailable = true;
    }

    public void MarkPrimaryAvailable()
    {
        if (_isUnavailableLogged) LogAvailable();
        (_isUnavailableLogged, _isPrimaryUnavailable) = (false, false);
    }

    /// <summary>Signals that there is data on disk.</summary>
    public void Wake()
    {
        lock (_work)
            if (_work.CurrentCount == 0) _work.Release();
    }

    /// <summary>
    /// Runs after the writer has stopped. Tries once more to write what is on disk; otherwise it stays there for the next process.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ShutdownTimeout);
        try
        {
            while (spool.GetOldestFile() is { } file && await TryReplayAsync(file, limit.Token).ConfigureAwait(false)) { }
        }
        catch (Exception error) when (limit.IsCancellationRequested)
        {
            LogLeft(error.Message);
        }
    }

    public override void Dispose()
    {
        _work.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = MinRetryDelay;
        while (!stoppingToken.IsCancellationRequested)
        {
            Adopt();
            while (spool.GetOldestFile() is { } file)
            {
                if (await TryReplayAsync(file, stoppingToken).ConfigureAwait(false))
                {
                    delay = MinRetryDelay;
                    continue;
                }

                await Task.Delay(delay, time, stoppingToken).ConfigureAwait(false);
                delay = delay * 2 < MaxRetryDelay ? delay * 2 : MaxRetryDelay;
            }

            MarkPrimaryAvailable();
            await WaitForWorkAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for data on disk or for the next attempt to adopt files.</summary>
    private async Task WaitForWorkAsync(CancellationToken cancellationToken)
    {
        using var waitEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Task.WhenAny(_work.WaitAsync(waitEnd.Token), Task.Delay(AdoptInterval, time, waitEnd.Token)).ConfigureAwait(false);
        }
        finally
        {
            await waitEnd.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Waits while writes are throttled, but at most until the batch is a minute old or the spool is half full. Does not wait while the
    /// primary is unavailable, so that its recovery is detected.
    /// </summary>
    private async Task WaitForThrottleAsync(UsageBatch batch, CancellationToken cancellationToken)
    {
        while (!_isStopping && !_isPrimaryUnavailable && throttle.IsThrottling && !spool.IsHalfFull
            && time.GetUtcNow().UtcDateTime - batch.CreatedAt < MaxThrottleDelay)
            await Task.Delay(ThrottlePollInterval, time, cancellationToken).ConfigureAwait(false);
    }

    private void Adopt()
    {
        try
        {
            if (spool.Adopt()) LogAdopted();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotAdopted(error.Message);
        }
    }

    private async Task<bool> TryReplayAsync(string file, CancellationToken stoppingToken)
    {
        try
        {
            foreach (var group in GetGroups(SpoolFrame.Read(file).Where(IsRecent)))
            {
                await WaitForThrottleAsync(group[0], stoppingToken).ConfigureAwait(false);
                await WriteAsync(group, stoppingToken).ConfigureAwait(false);
            }

            spool.Remove(file);
            return true;
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            MarkPrimaryFailed(error);
            return false;
        }
    }

    private async Task WriteAsync(IReadOnlyList<UsageBatch> group, CancellationToken stoppingToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(WriteTimeout);
        try
        {
            await _replaying.RunAsync(
                _ => PromptCancellation.RunAsync(token => table.WriteAsync(group, token), limit.Token), stoppingToken)
                .ConfigureAwait(false);
            MarkPrimaryAvailable();
            metrics.Replayed(group.Sum(batch => batch.Rows));
        }
        catch (PostgresException error) when (IsDataError(error) && group.Count > 1)
        {
            foreach (var batch in group) await WriteAsync([batch], stoppingToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (IsDataError(error)
            && (error.SqlState != PostgresErrorCodes.CheckViolation || IsPastDay(group[0])))
        {
            // It would block all later batches.
            metrics.Refused(group[0].Rows, UsageRefusal.NotWritable);
            LogNotWritable(group[0].Id, group[0].Rows, group[0].FirstRequestAt, error.MessageText);
        }
    }

    /// <summary>
    /// Includes check violations, which mean a day without a partition: past partitions were dropped, today's may not have been created
    /// yet.
    /// </summary>
    private static bool IsDataError(PostgresException error) =>
        error.SqlState.StartsWith("22", StringComparison.Ordinal) || error.SqlState.StartsWith("23", StringComparison.Ordinal);

    private bool IsPastDay(UsageBatch batch) => time.GetUtcNow().UtcDateTime - batch.FirstRequestAt > TimeSpan.FromDays(2);

    private bool IsRecent(UsageBatch batch)
    {
        if (time.GetUtcNow().UtcDateTime - batch.CreatedAt <= MaxAge) return true;
        metrics.Refused(batch.Rows, UsageRefusal.TooOld);
        return false;
    }

    private static IEnumerable<IReadOnlyList<UsageBatch>> GetGroups(IEnumerable<UsageBatch> batches)
    {
        var (group, rows) = (new List<UsageBatch>(), 0);
        foreach (var batch in batches)
        {
            group.Add(batch);
            if ((rows += batch.Rows) < GroupRows) continue;
            yield return group;
            (group, rows) = ([], 0);
        }

        if (group.Count > 0) yield return group;
    }

    [LoggerMessage(LogLevel.Warning, "The primary does not accept usage records; keeping them on disk: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Information, "The primary accepts usage records again")]
    private partial void LogAvailable();

    [LoggerMessage(LogLevel.Information, "The primary is slow to accept usage records; keeping them on disk")]
    private partial void LogSlow();

    [LoggerMessage(LogLevel.Warning, "Usage records stay on disk for the next process: {Reason}")]
    private partial void LogLeft(string reason);

    [LoggerMessage(LogLevel.Information, "Adopted usage records of an ended process")]
    private partial void LogAdopted();

    [LoggerMessage(LogLevel.Error, "Cannot adopt usage records of another process: {Reason}")]
    private partial void LogNotAdopted(string reason);

    [LoggerMessage(
        LogLevel.Error, "Dropped batch {Id} of {Rows} usage records starting at {FirstRequestAt:O}, which cannot be written: {Reason}")]
    private partial void LogNotWritable(Guid id, int rows, DateTime firstRequestAt, string reason);
}
