using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace EdgarApi.AppHost.Supervision;

/// <summary>
/// Stops the programs before the servers that they use, so that each can finish its work: the API writes its last usage records. The
/// orchestrator, which stops one process after the other in any order, then finds nothing left to stop.
/// </summary>
internal sealed class OrderlyStop(ResourceNotificationService notifications) : EarlyService
{
    /// <summary>
    /// The orchestrator kills a process that takes longer. A database's last checkpoint can take many seconds on a busy disk.
    /// </summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, ResourceEvent> _resources = new();

    /// <inheritdoc/>
    public override async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows()) return; // has no SIGTERM
        await StopAsync<ProjectResource>(cancellationToken).ConfigureAwait(false);
        await StopAsync<ExecutableResource>(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken).ConfigureAwait(false))
                _resources[change.ResourceId] = change;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Sends SIGTERM to the processes of some resources and waits until they have ended.</summary>
    private async Task StopAsync<T>(CancellationToken cancellationToken) where T : IResource
    {
        var ids = _resources.Values.Where(change => change.Resource is T && !change.IsDashboard()).Select(change => change.GetProcessId())
            .OfType<int>();
        var processes = ids.Select(TryGetProcess).OfType<Process>().ToList();
        if (processes.Count == 0) return;

        string[] arguments =
            ["-c", "kill -TERM \"$@\"", "sh", .. processes.Select(process => process.Id.ToString(CultureInfo.InvariantCulture))];
        using (Process.Start("sh", arguments)) { }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        await Task.WhenAll(processes.Select(process => process.WaitForExitAsync(limit.Token)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var process in processes) process.Dispose();
    }

    private static Process? TryGetProcess(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null; // it has ended
        }
    }
}
