using System.Collections.Concurrent;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that happened to a resource.</summary>
public class ResourceEvent(string resourceId)
{
    public string ResourceId { get; } = resourceId;
}

/// <summary>Tells how resources fare.</summary>
public class ResourceNotificationService
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ResourceEvent>> _healthy = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Completes when the resource is healthy; fails when it cannot become so any more.</summary>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        Healthy(resourceName).Task.WaitAsync(cancellationToken);

    internal void PublishHealthy(string resourceName) => Healthy(resourceName).TrySetResult(new ResourceEvent(resourceName));

    internal void PublishFailure(string resourceName, Exception reason)
    {
        var healthy = Healthy(resourceName);
        healthy.TrySetException(reason);
        _ = healthy.Task.Exception; // a failure that nobody waits for is in the log
    }

    private TaskCompletionSource<ResourceEvent> Healthy(string resourceName) =>
        _healthy.GetOrAdd(resourceName, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
