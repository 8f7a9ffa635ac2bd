using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Accounts.Degraded;

/// <summary>
/// Keeps <see cref="DegradedMode"/> current by polling. It needs no Redis, and a process that starts during degraded mode knows it before
/// its first request. While no database responds, the last known state stays until its end.
/// </summary>
internal sealed partial class DegradedModeRefresher(DegradedModeStore store, TimeProvider time, ILogger<DegradedModeRefresher> logger)
    : BackgroundService
{
    private readonly BackgroundWork _polling = new("degraded mode", time);
    private bool _isFailing;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryPollAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(DegradedModeStore.PollInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await TryPollAsync(stoppingToken).ConfigureAwait(false);
    }

    private async Task TryPollAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _polling.RunAsync(store.RefreshAsync, cancellationToken).ConfigureAwait(false);
            _isFailing = false;
        }
        catch (DatabaseUnavailableException error)
        {
            if (!_isFailing) LogNotPolled(error.InnerException?.Message ?? error.Message);
            _isFailing = true;
        }
    }

    [LoggerMessage(LogLevel.Debug, "No database responds to polls for degraded mode. The last known state stays: {Reason}")]
    private partial void LogNotPolled(string reason);
}
