using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.AppHost.Supervision;

/// <summary>Stops the system when its terminal closes. The host itself listens for SIGINT and SIGTERM only, and SIGHUP would end it at once.</summary>
internal sealed class HangUpListener(IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private PosixSignalRegistration? _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            lifetime.StopApplication();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registration?.Dispose();
}
