using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Tracing;
using EdgarApi.Warmer.Ingest;
using Npgsql;

namespace EdgarApi.Warmer.Replication;

/// <summary>Writes the heartbeat by which replication lag is measured.</summary>
internal sealed partial class HeartbeatService(
    Heartbeat heartbeat, WarmerProgress progress, TimeProvider time, ILogger<HeartbeatService> logger) : BackgroundService
{
    private readonly BackgroundWork _beating = new("heartbeat", time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await progress.Migrated.WaitAsync(stoppingToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(Heartbeat.Interval, time);
        var isFailing = false;
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await _beating.RunAsync(heartbeat.BeatAsync, stoppingToken).ConfigureAwait(false);
                isFailing = false;
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException)
            {
                // Routers compare log positions meanwhile; one log entry per outage is enough.
                if (!isFailing) LogFailed(error.Message);
                isFailing = true;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Cannot write the heartbeat; retrying: {Reason}")]
    private partial void LogFailed(string reason);
}
