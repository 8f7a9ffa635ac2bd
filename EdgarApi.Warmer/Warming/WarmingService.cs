using System.Threading.Channels;
using EdgarApi.Warmer.Ingest;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Warming;

/// <summary>Runs jobs one after the other, by priority: by schedule, when the first ingest is through, and when companies were refreshed.</summary>
internal sealed partial class WarmingService(
    WarmRunner runner, RefreshNews news, WarmerProgress progress, IOptions<WarmingOptions> options, TimeProvider time, ILogger<WarmingService> logger)
    : BackgroundService
{
    // Channel.CreateUnboundedPrioritized gives the least first; among equals the order of arrival counts.
    private readonly Channel<(WarmJob Job, long Number)> jobs = Channel.CreateUnboundedPrioritized(new UnboundedPrioritizedChannelOptions<(WarmJob Job, long Number)>
    {
        Comparer = Comparer<(WarmJob Job, long Number)>.Create((left, right) =>
            (left.Job.Strategy.Priority, left.Number).CompareTo((right.Job.Strategy.Priority, right.Number))),
    });

    private long number;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            LogDisabled();
            return;
        }

        if (options.Value.ApiKey is not { Length: > 0 }) LogNoKey();
        await news.SubscribeAsync().ConfigureAwait(false);
        await progress.Migrated.WaitAsync(stoppingToken).ConfigureAwait(false);
        await Task.WhenAll(
            FollowAsync(WarmSchedule.Popular(options.Value), WarmStrategy.PopularCompanies, stoppingToken),
            FollowAsync(WarmSchedule.Earnings(options.Value), WarmStrategy.UpcomingEarnings, stoppingToken),
            FollowAsync(WarmSchedule.Recent(options.Value), WarmStrategy.RecentQueries, stoppingToken),
            AfterFirstIngestAsync(stoppingToken),
            WorkAsync(stoppingToken)).ConfigureAwait(false);
    }

    /// <summary>A job in its place by priority.</summary>
    public void Enqueue(WarmJob job) => jobs.Writer.TryWrite((job, Interlocked.Increment(ref number)));

    private async Task FollowAsync(WarmSchedule schedule, WarmStrategy strategy, CancellationToken cancellationToken)
    {
        var next = time.GetUtcNow();
        while (true)
        {
            var now = time.GetUtcNow();
            // Moments that passed while the machine slept are not made up for.
            next = schedule.NextAfter(next > now ? next : now);
            LogNext(strategy.Name, next);
            await time.UntilAsync(next, cancellationToken).ConfigureAwait(false);
            Enqueue(new WarmJob(strategy, DueAt: next));
        }
    }

    /// <summary>Companies are not warmed one by one while the first of them come in: that would be asking for all of them.</summary>
    private async Task AfterFirstIngestAsync(CancellationToken cancellationToken)
    {
        await progress.FirstRun.WaitAsync(cancellationToken).ConfigureAwait(false);
        await SettleAsync(cancellationToken).ConfigureAwait(false); // an API that waits for this worker comes up
        Enqueue(new WarmJob(WarmStrategy.PopularCompanies));
        while (true)
        {
            var companies = await news.NextAsync(SettleAsync, cancellationToken).ConfigureAwait(false);
            Enqueue(new WarmJob(WarmStrategy.RefreshedCompanies, [.. companies.Select(cik => cik.ToString())]));
        }
    }

    private Task SettleAsync(CancellationToken cancellationToken) => Task.Delay(options.Value.SettleTime, time, cancellationToken);

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (var (job, _) in jobs.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                var run = await runner.RunAsync(job, cancellationToken).ConfigureAwait(false);
                job.Done?.TrySetResult(run);
            }
            catch (Exception error) when (job.Done is not null && !cancellationToken.IsCancellationRequested)
            {
                // Whoever ordered it is told; the order counts how often it was tried.
                job.Done.TrySetException(error);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                // The database comes and goes; the job waits for it.
                LogFailed(error, job.Strategy.Name, options.Value.RetryAfter.TotalSeconds);
                await Task.Delay(options.Value.RetryAfter, time, cancellationToken).ConfigureAwait(false);
                Enqueue(job);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Cache warming is switched off (EdgarApi:Warming:Enabled)")]
    private partial void LogDisabled();

    [LoggerMessage(LogLevel.Warning, "EdgarApi:Warming:ApiKey is not set: only answers that need no key are warmed")]
    private partial void LogNoKey();

    [LoggerMessage(LogLevel.Debug, "{Strategy} is next at {Next:O}")]
    private partial void LogNext(string strategy, DateTimeOffset next);

    [LoggerMessage(LogLevel.Error, "Warming {Strategy} failed and is tried again in {Seconds} s")]
    private partial void LogFailed(Exception error, string strategy, double seconds);
}
