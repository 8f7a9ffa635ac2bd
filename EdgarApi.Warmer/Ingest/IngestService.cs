using EdgarApi.Accounts.Degraded;
using EdgarApi.Sec;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Schema;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Warmer.Ingest;

/// <summary>Migrates the schema, ingests the configured source and, in live mode, polls the SEC for new filings.</summary>
internal sealed partial class IngestService(
    SchemaMigrator migrator, IngestPipeline pipeline, ICompanySource source, WarmerProgress progress, DegradedModeStore degraded,
    IOptions<IngestOptions> options, TimeProvider time, ILogger<IngestService> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Maximum time between attempts while the SEC is unavailable or returns unusable lists.</summary>
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);

    /// <summary>Time after the start during which an unreachable database is not an error, because both start at the same time.</summary>
    private static readonly TimeSpan StartupPeriod = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset _started = time.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await RetryAsync("The migration", migrator.MigrateAsync, stoppingToken).ConfigureAwait(false);
        progress.MarkMigrated();
        await RetryAsync("The ingest", IngestAsync, stoppingToken).ConfigureAwait(false);
        if (source is not IRefreshableCompanySource refreshable) return;

        using var timer = new PeriodicTimer(options.Value.RefreshInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await RetryAsync("The refresh", token => RefreshAsync(refreshable, token), stoppingToken).ConfigureAwait(false);
    }

    private async Task IngestAsync(CancellationToken cancellationToken)
    {
        // Stored companies stay valid over restarts; requesting all of them from the SEC again would take an hour.
        var counts = source is IRefreshableCompanySource refreshable
            && await pipeline.HasCompletedAsync(source, cancellationToken).ConfigureAwait(false)
            && options.Value.Companies.Count == 0
            ? await pipeline.RefreshAsync(refreshable, progress, cancellationToken).ConfigureAwait(false)
            : await pipeline.RunAsync(source, progress, cancellationToken).ConfigureAwait(false);
        progress.MarkCompleted(counts);
    }

    private async Task RefreshAsync(IRefreshableCompanySource refreshable, CancellationToken cancellationToken)
    {
        // Responses are cached by the data version: with a new one they would no longer be found.
        await degraded.WaitUntilOffAsync(cancellationToken).ConfigureAwait(false);
        progress.MarkCompleted(await pipeline.RefreshAsync(refreshable, progress, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Retries until success: databases and the SEC recover, and a worker that exits would only be restarted.</summary>
    private async Task RetryAsync(string operation, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        for (var upstreamFailures = 0; ; )
        {
            try
            {
                await work(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                progress.MarkFailed($"{operation} failed: {error.Message}");
                if (error is SecUnavailableException or SecDataException)
                {
                    var wait = GetWait((error as SecUnavailableException)?.RetryAfter, upstreamFailures++);
                    LogUpstream(operation, error.Message, time.GetUtcNow() + wait);
                    await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                upstreamFailures = 0;
                if (error is NpgsqlException { IsTransient: true } && time.GetUtcNow() - _started < StartupPeriod)
                    LogWaiting(operation, error.Message);
                else LogFailed(error, operation, RetryAfter.TotalSeconds);
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The SEC's own time, otherwise 5 s, doubled after each failure in a row.</summary>
    private static TimeSpan GetWait(TimeSpan? requested, int failures) => requested is { } wait && wait > RetryAfter ? wait
        : TimeSpan.FromTicks(Math.Min(RetryAfter.Ticks << Math.Min(failures, 10), MaxRetryAfter.Ticks));

    [LoggerMessage(LogLevel.Warning, "{Operation} needs the SEC, which failed: {Reason}. The next attempt is at {RetryAt:u}")]
    private partial void LogUpstream(string operation, string reason, DateTimeOffset retryAt);

    [LoggerMessage(LogLevel.Information, "{Operation} waits for the database: {Reason}")]
    private partial void LogWaiting(string operation, string reason);

    [LoggerMessage(LogLevel.Error, "{Operation} failed; retrying in {Seconds} s")]
    private partial void LogFailed(Exception error, string operation, double seconds);
}
