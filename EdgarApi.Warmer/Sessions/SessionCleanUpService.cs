using EdgarApi.Accounts.Sessions;
using EdgarApi.Storage.Tracing;
using EdgarApi.Warmer.Ingest;
using Npgsql;

namespace EdgarApi.Warmer.Sessions;

/// <summary>Deletes expired sessions every few minutes.</summary>
internal sealed partial class SessionCleanUpService(
    SessionStore sessions, WarmerProgress progress, TimeProvider time, ILogger<SessionCleanUpService> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly BackgroundWork _cleaningUp = new("session clean-up", time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await progress.Migrated.WaitAsync(stoppingToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(Interval, time);
        do await TryCleanUpAsync(stoppingToken).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task TryCleanUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            var removed = await _cleaningUp.RunAsync(sessions.CleanUpAsync, cancellationToken).ConfigureAwait(false);
            if (removed > 0) LogRemoved(removed);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            LogFailed(error.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Deleted {Removed} expired sessions")]
    private partial void LogRemoved(int removed);

    [LoggerMessage(LogLevel.Warning, "Cannot delete expired sessions; retrying in ten minutes: {Reason}")]
    private partial void LogFailed(string reason);
}
