using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Schema;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Warmer.Ingest;

/// <summary>Migrates the schema, ingests the configured source, and in live mode keeps asking the SEC for what is new.</summary>
internal sealed partial class IngestService(
    SchemaMigrator migrator, IngestPipeline pipeline, ICompanySource source, WarmerProgress progress, IOptions<IngestOptions> options, TimeProvider time,
    ILogger<IngestService> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>How long after the start an unreachable database is no error: both start at the same time.</summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset started = time.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await UntilDoneAsync("The migration", migrator.MigrateAsync, stoppingToken).ConfigureAwait(false);
        progress.SchemaIsThere();
        await UntilDoneAsync("The ingest", IngestAsync, stoppingToken).ConfigureAwait(false);
        if (source is not IRefreshableCompanySource refreshable) return;

        using var timer = new PeriodicTimer(options.Value.RefreshInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await UntilDoneAsync("The refresh", token => RefreshAsync(refreshable, token), stoppingToken).ConfigureAwait(false);
    }

    private async Task IngestAsync(CancellationToken cancellationToken)
    {
        // Companies that are on file stand since an earlier start: asking the SEC for all of them again would take an hour.
        var counts = source is IRefreshableCompanySource refreshable && await pipeline.HasCompletedAsync(source, cancellationToken).ConfigureAwait(false)
            && options.Value.Companies.Count == 0
            ? await pipeline.RefreshAsync(refreshable, progress, cancellationToken).ConfigureAwait(false)
            : await pipeline.RunAsync(source, progress, cancellationToken).ConfigureAwait(false);
        progress.RunCompleted(counts);
    }

    private async Task RefreshAsync(IRefreshableCompanySource refreshable, CancellationToken cancellationToken) =>
        progress.RunCompleted(await pipeline.RefreshAsync(refreshable, progress, cancellationToken).ConfigureAwait(false));

    /// <summary>Tries again until it works: databases and the SEC come and go, and a worker that ends itself would only be started again.</summary>
    private async Task UntilDoneAsync(string what, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await work(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                progress.RunFailed($"{what} failed: {error.Message}");
                if (error is NpgsqlException { IsTransient: true } && time.GetUtcNow() - started < StartTime) LogWaiting(what, error.Message);
                else LogFailed(error, what, RetryAfter.TotalSeconds);
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{What} waits for the database: {Reason}")]
    private partial void LogWaiting(string what, string reason);

    [LoggerMessage(LogLevel.Error, "{What} failed and is tried again in {Seconds} s")]
    private partial void LogFailed(Exception error, string what, double seconds);
}
