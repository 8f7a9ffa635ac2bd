using System.Threading.Channels;
using EdgarApi.Accounts.Degraded;
using EdgarApi.Warmer.Ingest;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Warming;

/// <summary>Runs jobs one at a time, by priority: on schedule, after the first ingest, and when companies were refreshed.</summary>
internal sealed partial class WarmingService(
    WarmRunner runner, ChangedCompanyQueue changes, WarmerProgress progress, DegradedModeStore degraded,
    IOptions<WarmingOptions> options, TimeProvider time, ILogger<WarmingService> logger)
    : BackgroundService
{
    // Channel.CreateUnboundedPrioritized returns the lowest item first; equal priorities are returned in order of arrival.
    private readonly Channel<(WarmJob Job, long Number)> _jobs =
        Channel.CreateUnboundedPrioritized(new UnboundedPrioritizedChannelOptions<(WarmJob Job, long Number)>
        {
            Comparer = Comparer<(WarmJob Job, long Number)>.Create((left, right) =>
                (left.Job.Strategy.Priority, left.Number).CompareTo((right.Job.Strategy.Priority, right.Number))),
        });

    private long _number;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            LogDisabled();
            return;
        }

        if (options.Value.ApiKey is not { Length: > 0 }) LogNoKey();
        await changes.SubscribeAsync().ConfigureAwait(false);
        await progress.Migrated.WaitAsync(stoppingToken).ConfigureAwait(false);
        await Task.WhenAll(
            FollowScheduleAsync(WarmSchedule.Popular(options.Value), WarmStrategy.PopularCompanies, stoppingToken),
            FollowScheduleAsync(WarmSchedule.Earnings(options.Value), WarmStrategy.UpcomingEarnings, stoppingToken),
            FollowScheduleAsync(WarmSchedule.Recent(options.Value), WarmStrategy.RecentQueries, stoppingToken),
            AfterFirstIngestAsync(stoppingToken),
            RunJobsAsync(stoppingToken)).ConfigureAwait(false);
    }

    /// <summary>Enqueues a job by its priority.</summary>
    public void Enqueue(WarmJob job) => _jobs.Writer.TryWrite((job, Interlocked.Increment(ref _number)));

    private async Task FollowScheduleAsync(WarmSchedule schedule, WarmStrategy strategy, CancellationToken cancellationToken)
    {
        var next = time.GetUtcNow();
        while (true)
        {
            var now = time.GetUtcNow();
            // Times missed while the machine slept are skipped.
            next = schedule.GetNext(next > now ? next : now);
            LogNext(strategy.Name, next);
            await time.WaitUntilAsync(next, cancellationToken).ConfigureAwait(false);
            Enqueue(new WarmJob(strategy, DueAt: next));
        }
    }

    /// <summary>During the first ingest, companies are not warmed one by one: that would be all of them.</summary>
    private async Task AfterFirstIngestAsync(CancellationToken cancellationToken)
    {
        await progress.FirstRun.WaitAsync(cancellationToken).ConfigureAwait(false);
        // The API may start only after this worker, and needs time for that.
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        Enqueue(new WarmJob(WarmStrategy.PopularCompanies));
        while (true)
        {
            var companies = await changes.NextAsync(SettleAsync, cancellationToken).ConfigureAwait(false);
            Enqueue(new WarmJob(WarmStrategy.RefreshedCompanies, [.. companies.Select(cik => cik.ToString())]));
        }
    }

    private Task SettleAsync(CancellationToken cancellationToken) => Task.Delay(options.Value.SettleTime, time, cancellationToken);

    private async Task RunJobsAsync(CancellationToken cancellationToken)
    {
        await foreach (var (job, _) in _jobs.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                // The API would refuse what it has to compute.
                await degraded.WaitUntilOffAsync(cancellationToken).ConfigureAwait(false);
                var run = await runner.RunAsync(job, cancellationToken).ConfigureAwait(false);
                job.Done?.TrySetResult(run);
            }
            catch (Exception error) when (job.Done is not null && !cancellationToken.IsCancellationRequested)
            {
                // The waiting order gets the error and counts its attempts.
                job.Done.TrySetException(error);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                // The database may be temporarily unavailable; the job is retried.
                LogFailed(error, job.Strategy.Name, options.Value.RetryAfter.TotalSeconds);
                await Task.Delay(options.Value.RetryAfter, time, cancellationToken).ConfigureAwait(false);
                Enqueue(job);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Cache warming is disabled (EdgarApi:Warming:Enabled)")]
    private partial void LogDisabled();

    [LoggerMessage(LogLevel.Warning, "EdgarApi:Warming:ApiKey is not set: only responses that need no key are warmed")]
    private partial void LogNoKey();

    [LoggerMessage(LogLevel.Debug, "Next run of {Strategy}: {Next:O}")]
    private partial void LogNext(string strategy, DateTimeOffset next);

    [LoggerMessage(LogLevel.Error, "Warming {Strategy} failed; retrying in {Seconds} s")]
    private partial void LogFailed(Exception error, string strategy, double seconds);
}
