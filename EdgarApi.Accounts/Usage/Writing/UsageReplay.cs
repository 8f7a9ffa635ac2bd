using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Accounts.Usage.Writing;

/// <summary>Brings to the primary what is on disk, this process's and that of processes that are no more, and so finds out whether the primary is there.</summary>
internal sealed partial class UsageReplay(IUsageTable table, UsageSpool spool, UsagePace pace, UsageMetrics metrics, TimeProvider time, ILogger<UsageReplay> logger)
    : BackgroundService
{
    /// <summary>Batches older than that are not written: the database may have forgotten that it has them.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    /// <summary>Rows of one transaction, and somewhat more.</summary>
    private const int GroupRows = 20_000;

    private static readonly TimeSpan AdoptEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookForRushEnd = TimeSpan.FromMilliseconds(100);

    private readonly BackgroundWork replaying = new("usage replay", time);
    private readonly SemaphoreSlim work = new(0, 1);
    private volatile bool primaryIsAway;
    private volatile bool isAwayTold;
    private volatile bool isStopping;

    /// <summary>Whether the last that was heard of the primary is that it does not answer in time.</summary>
    public bool PrimaryIsAway => primaryIsAway;

    public void PrimaryFailed(Exception error)
    {
        if (!isAwayTold) LogAway(error.Message);
        (isAwayTold, primaryIsAway) = (true, true);
    }

    /// <summary>The writer, which has half a second, did not wait any longer. Whether the primary is away or was slow once, as at the first write of a process, the replay finds out.</summary>
    public void PrimaryIsSlow()
    {
        if (!primaryIsAway) LogSlow();
        primaryIsAway = true;
    }

    private void PrimaryAnswers()
    {
        if (isAwayTold) LogBack();
        (isAwayTold, primaryIsAway) = (false, false);
    }

    /// <summary>Tells that there is something on disk.</summary>
    public void Wake()
    {
        lock (work)
            if (work.CurrentCount == 0) work.Release();
    }

    /// <summary>After the writer has put down its last batch: what of it is on disk gets a last try, and otherwise waits there for the next process.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        isStopping = true;
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastTry);
        try
        {
            while (spool.Oldest() is { } file && await TryReplayAsync(file, limit.Token).ConfigureAwait(false)) { }
        }
        catch (Exception error) when (limit.IsCancellationRequested)
        {
            LogLeft(error.Message);
        }
    }

    public override void Dispose()
    {
        work.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = ShortestPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            Adopt();
            while (spool.Oldest() is { } file)
            {
                if (await TryReplayAsync(file, stoppingToken).ConfigureAwait(false))
                {
                    pause = ShortestPause;
                    continue;
                }

                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            PrimaryAnswers();
            await WaitForWorkAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Until there is something on disk, or it is time to look for what others left.</summary>
    private async Task WaitForWorkAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Task.WhenAny(work.WaitAsync(enough.Token), Task.Delay(AdoptEvery, time, enough.Token)).ConfigureAwait(false);
        }
        finally
        {
            await enough.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A rush that lasts is written while it does, a minute late or before the disk is full of it; and whether the primary is back is found out in a rush too.</summary>
    private async Task WaitForRushEndAsync(UsageBatch batch, CancellationToken cancellationToken)
    {
        while (!isStopping && !primaryIsAway && pace.IsRush && !spool.IsHalfFull && time.GetUtcNow().UtcDateTime - batch.CreatedAt < Lateness)
            await Task.Delay(LookForRushEnd, time, cancellationToken).ConfigureAwait(false);
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
            foreach (var group in GetGroups(SpoolFrame.Read(file).Where(IsInTime)))
            {
                await WaitForRushEndAsync(group[0], stoppingToken).ConfigureAwait(false);
                await WriteAsync(group, stoppingToken).ConfigureAwait(false);
            }

            spool.Remove(file);
            return true;
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            PrimaryFailed(error);
            return false;
        }
    }

    private async Task WriteAsync(IReadOnlyList<UsageBatch> group, CancellationToken stoppingToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(Attempt);
        try
        {
            await replaying.RunAsync(_ => table.WriteAsync(group, limit.Token).WaitAsync(limit.Token), stoppingToken).ConfigureAwait(false);
            PrimaryAnswers();
            metrics.Replayed(group.Sum(batch => batch.Rows));
        }
        catch (PostgresException error) when (IsAboutTheRows(error) && group.Count > 1)
        {
            foreach (var batch in group) await WriteAsync([batch], stoppingToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (IsAboutTheRows(error) && (error.SqlState != PostgresErrorCodes.CheckViolation || IsOver(group[0])))
        {
            // It would stand in the way of all that come after it.
            metrics.Refused(group[0].Rows, "not writable");
            LogNotWritable(group[0].Id, group[0].Rows, group[0].FirstRequestAt, error.MessageText);
        }
    }

    /// <summary>A day without a partition is one too (check violation): in the past it was dropped, today's is yet to be made by the Warmer.</summary>
    private static bool IsAboutTheRows(PostgresException error) => error.SqlState.StartsWith("22", StringComparison.Ordinal) || error.SqlState.StartsWith("23", StringComparison.Ordinal);

    private bool IsOver(UsageBatch batch) => time.GetUtcNow().UtcDateTime - batch.FirstRequestAt > TimeSpan.FromDays(2);

    private bool IsInTime(UsageBatch batch)
    {
        if (time.GetUtcNow().UtcDateTime - batch.CreatedAt <= MaxAge) return true;
        metrics.Refused(batch.Rows, "too old");
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

    [LoggerMessage(LogLevel.Warning, "The primary does not take usage records, they wait on disk: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Information, "The primary takes usage records again")]
    private partial void LogBack();

    [LoggerMessage(LogLevel.Information, "The primary takes its time with usage records, they wait on disk")]
    private partial void LogSlow();

    [LoggerMessage(LogLevel.Warning, "Usage records are left on disk for the next process: {Reason}")]
    private partial void LogLeft(string reason);

    [LoggerMessage(LogLevel.Information, "Usage records of a process that is no more were found on disk")]
    private partial void LogAdopted();

    [LoggerMessage(LogLevel.Error, "Usage records that another process left cannot be taken over: {Reason}")]
    private partial void LogNotAdopted(string reason);

    [LoggerMessage(LogLevel.Error, "Batch {Id} of {Rows} usage records from {FirstRequestAt:O} on can never be written and is given up: {Reason}")]
    private partial void LogNotWritable(Guid id, int rows, DateTime firstRequestAt, string reason);
}
