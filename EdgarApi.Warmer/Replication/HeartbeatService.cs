using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Tracing;
using EdgarApi.Warmer.Ingest;
using Npgsql;

namespace EdgarApi.Warmer.Replication;

/// <summary>Writes the heartbeat that tells how far the replicas are behind.</summary>
internal sealed partial class HeartbeatService(Heartbeat heartbeat, WarmerProgress progress, TimeProvider time, ILogger<HeartbeatService> logger) : BackgroundService
{
    private readonly BackgroundWork beating = new("heartbeat", time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await progress.Migrated.WaitAsync(stoppingToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(Heartbeat.Interval, time);
        var failing = false;
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await beating.RunAsync(heartbeat.BeatAsync, stoppingToken).ConfigureAwait(false);
                failing = false;
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException)
            {
                // Routers then compare log positions; one line for the outage is enough.
                if (!failing) LogFailed(error.Message);
                failing = true;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The heartbeat cannot be written, trying on: {Reason}")]
    private partial void LogFailed(string reason);
}
