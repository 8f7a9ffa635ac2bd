using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgarApi.AppHost.Supervision;

/// <summary>
/// Restarts processes that die, with increasing delays, as Container Apps and Docker do. A process that fails before it was ever healthy
/// has a cause that a restart does not remove, such as a wrong setting: then the AppHost stops with exit code 1.
/// </summary>
internal sealed partial class ProcessSupervisor(
    ResourceNotificationService notifications, ResourceCommandService commands, ResourceLoggerService logs,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ProcessSupervisor> logger) : EarlyService
{
    private readonly ConcurrentDictionary<string, SupervisedProcess> _processes = new();

    /// <summary>Why the system had to stop; null while it runs.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken).ConfigureAwait(false))
            {
                if (change.Resource is not (ProjectResource or ExecutableResource) || change.IsDashboard()) continue;
                if (lifetime.ApplicationStopping.IsCancellationRequested) return;
                var process = _processes.GetOrAdd(change.ResourceId, _ => new SupervisedProcess(time));
                var snapshot = change.Snapshot;
                switch (process.Observe(snapshot.State?.Text, snapshot.HealthStatus == HealthStatus.Healthy, snapshot.ExitCode))
                {
                    case ProcessEvent.DiedBeforeHealthy: await StopSystemAsync(change, stoppingToken).ConfigureAwait(false); return;
                    case ProcessEvent.Died: _ = RestartAsync(change, process.NextDelay(), stoppingToken); break;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task RestartAsync(ResourceEvent change, TimeSpan delay, CancellationToken cancellation)
    {
        try
        {
            LogRestart(change.ResourceId, change.Snapshot.ExitCode, delay.TotalSeconds);
            await Task.Delay(delay, time, cancellation).ConfigureAwait(false);
            var result = await commands.ExecuteCommandAsync(change.ResourceId, KnownResourceCommands.StartCommand, cancellation)
                .ConfigureAwait(false);
            if (!result.Success) LogNotRestarted(change.ResourceId, result.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    private async Task StopSystemAsync(ResourceEvent change, CancellationToken cancellation)
    {
        var reason = await ReadReasonAsync(change.ResourceId, cancellation).ConfigureAwait(false);
        Failure = $"{change.Resource.Name} ended with exit code {change.Snapshot.ExitCode}: {reason}";
        lifetime.StopApplication();
    }

    /// <summary>The line in which the program says why it does not start, otherwise its last line.</summary>
    private async Task<string> ReadReasonAsync(string resourceId, CancellationToken cancellation)
    {
        var lines = new List<string>();
        await foreach (var batch in logs.GetAllAsync(resourceId).WithCancellation(cancellation).ConfigureAwait(false))
            lines.AddRange(batch.Select(line => ConsoleLine.GetText(line.Content)).Where(text => text.Length > 0));
        return lines.LastOrDefault(line => line.Contains("does not start", StringComparison.Ordinal)) ?? lines.LastOrDefault()
            ?? "it wrote nothing";
    }

    [LoggerMessage(LogLevel.Warning, "{Resource} ended with exit code {ExitCode}; it starts again in {Seconds:0} s")]
    private partial void LogRestart(string resource, int? exitCode, double seconds);

    [LoggerMessage(LogLevel.Error, "{Resource} could not be started again: {Reason}")]
    private partial void LogNotRestarted(string resource, string? reason);
}
