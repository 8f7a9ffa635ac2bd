using EdgarApi.Accounts.Usage;
using EdgarApi.Storage.Tracing;
using EdgarApi.Warmer.Ingest;
using Npgsql;

namespace EdgarApi.Warmer.Usage;

/// <summary>Maintains the usage tables: once the schema exists, and then every few minutes.</summary>
internal sealed partial class UsageMaintenanceService(
    UsageMaintenance maintenance, WarmerProgress progress, TimeProvider time, ILogger<UsageMaintenanceService> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    private readonly BackgroundWork _running = new("usage upkeep", time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await progress.Migrated.WaitAsync(stoppingToken).ConfigureAwait(false);
        while (true)
            await Task.Delay(
                await TryAsync(stoppingToken).ConfigureAwait(false) ? Interval : RetryAfter, time, stoppingToken).ConfigureAwait(false);
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _running.RunAsync(maintenance.RunAsync, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && error is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            LogFailed(error, RetryAfter.TotalSeconds);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Maintenance of the usage tables failed; retrying in {Seconds} s")]
    private partial void LogFailed(Exception error, double seconds);
}
