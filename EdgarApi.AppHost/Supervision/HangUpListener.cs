using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.AppHost.Supervision;

/// <summary>
/// Stops the system when its terminal closes. The host itself listens for SIGINT and SIGTERM only, and SIGHUP would end it at once.
/// </summary>
internal sealed class HangUpListener(IHostApplicationLifetime lifetime) : EarlyService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            lifetime.StopApplication();
        });
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
