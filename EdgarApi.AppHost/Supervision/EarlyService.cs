using Microsoft.Extensions.Hosting;

namespace EdgarApi.AppHost.Supervision;

/// <summary>
/// A background service that runs while the system starts. Aspire's orchestrator is a hosted service too, and its start ends only when
/// every resource has started, so ordinary hosted services would begin too late to see a failing one.
/// </summary>
internal abstract class EarlyService : BackgroundService, IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => base.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
