using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LocalAspire.Processes;

namespace LocalAspire.Running;

/// <summary>Starts every resource once those that it waits for are ready, and stops them in the opposite order.</summary>
internal sealed class Orchestrator(IReadOnlyList<IResource> resources, ResourceNotificationService notifications) : IDisposable
{
    private readonly Dictionary<ProcessResource, RunningResource> _running = resources
        .OfType<ProcessResource>().ToDictionary(resource => resource, resource => new RunningResource(resource));

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task _starts = Task.CompletedTask;
    private Task? _stop;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var endpoint in _running.Keys.SelectMany(resource => resource.Endpoints))
            endpoint.Port ??= FreePort.Next();

        ResourceLog.Table(_running.Keys);
        _starts = Task.WhenAll(_running.Values.Select(StartWhenReadyAsync));
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        lock (_gate)
            return _stop ??= StopEverythingAsync();
    }

    public void Dispose() => _stopping.Dispose();

    private async Task StartWhenReadyAsync(RunningResource running)
    {
        var name = running.Resource.Name;
        try
        {
            await Task.WhenAll(running.Resource.Waits.Select(wait => ReadyAsync(running, wait))).ConfigureAwait(false);
            await running.StartAsync(_stopping.Token).ConfigureAwait(false);
            notifications.PublishHealthy(name);
            ResourceLog.Write(name, "is healthy");
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            notifications.PublishFailure(name, new DistributedApplicationException($"'{name}' was stopped before it was healthy."));
        }
#pragma warning disable CA1031 // Whatever keeps one resource from starting is told to those who wait for it; the others go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            running.Fail(exception);
            notifications.PublishFailure(name, exception);
            ResourceLog.Write(name, $"failed to start: {exception.Message}");
        }
    }

    private async Task ReadyAsync(RunningResource waiting, Wait wait)
    {
        // A parameter or a connection string has nothing to wait for.
        if (wait.Dependency is not ProcessResource process)
            return;

        var dependency = _running[process];
        if (wait.ExitCode is not { } expected)
        {
            await dependency.Healthy.WaitAsync(_stopping.Token).ConfigureAwait(false);
            return;
        }

        var exitCode = await dependency.Exited.WaitAsync(_stopping.Token).ConfigureAwait(false);
        if (exitCode != expected)
        {
            throw new DistributedApplicationException(string.Create(CultureInfo.InvariantCulture,
                $"'{waiting.Resource.Name}' waits for '{process.Name}' to end with exit code {expected}; it ended with {exitCode}."));
        }
    }

    private async Task StopEverythingAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _starts.ConfigureAwait(false);

        var stops = new Dictionary<ProcessResource, Task>();
        await Task.WhenAll(_running.Keys.Select(StopAfterDependentsAsync)).ConfigureAwait(false);

        Task StopAfterDependentsAsync(ProcessResource resource)
        {
            if (!stops.TryGetValue(resource, out var stop))
            {
                var dependents = _running.Keys.Where(other => other.Waits.Exists(wait => wait.Dependency == resource)).Select(StopAfterDependentsAsync).ToList();
                stops[resource] = stop = StopAsync(resource, dependents);
            }
            return stop;
        }

        async Task StopAsync(ProcessResource resource, List<Task> dependents)
        {
            await Task.WhenAll(dependents).ConfigureAwait(false);
            await _running[resource].StopAsync().ConfigureAwait(false);
        }
    }
}
