using EdgarApi.AppHost.RunFiles;
using EdgarApi.AppHost.Supervision;

namespace EdgarApi.AppHost.Monitoring;

/// <summary>
/// Tells Prometheus the address of each process by itself: the address that a resource's processes share leads to one of them.
/// </summary>
internal sealed class ScrapeTargetsWriter(
    MonitoringFiles files, IReadOnlyList<MonitoredResource> monitored, ResourceNotificationService notifications) : EarlyService
{
    private readonly Dictionary<string, Job> _jobs = monitored.ToDictionary(
        resource => resource.Name, resource => new Job(resource.GetAddress, new ScrapeTargets(), files.GetTargets(resource.Name)));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var job in _jobs.Values) job.Write();
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken).ConfigureAwait(false))
            {
                var isRunning = change.Snapshot.State?.Text == KnownResourceStates.Running;
                if (!isRunning || !_jobs.TryGetValue(change.Resource.Name, out var job)) continue;
                if (job.GetAddress(change) is not { Length: > 0 } address) continue;
                job.Targets.Set(change.ResourceId, address);
                job.Write();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private sealed record Job(Func<ResourceEvent, string?> GetAddress, ScrapeTargets Targets, RunFile File)
    {
        public void Write() => File.Write(Targets.ToJson());
    }
}

/// <summary>A resource with a file of addresses.</summary>
/// <param name="Name">The resource, and the job in Prometheus' configuration.</param>
/// <param name="GetAddress">Gets the address on which Prometheus reaches a process of it.</param>
internal sealed record MonitoredResource(string Name, Func<ResourceEvent, string?> GetAddress);
