using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LocalAspire.Processes;

namespace LocalAspire.Running;

/// <summary>The processes of one resource: one, or a replica each, behind one address.</summary>
internal sealed class RunningResource(ProcessResource resource)
{
    private readonly TaskCompletionSource _healthy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Replica> _replicas = [];
    private LoadBalancer? _loadBalancer;

    public ProcessResource Resource { get; } = resource;

    /// <summary>Completes when every replica is healthy.</summary>
    public Task Healthy => _healthy.Task;

    /// <summary>Completes with the first replica's exit code.</summary>
    public Task<int> Exited => _exited.Task;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var number = 1; number <= Resource.Replicas; number++)
            _replicas.Add(await StartReplicaAsync(number, cancellationToken).ConfigureAwait(false));

        if (Resource.Replicas > 1 && Http is { } http)
            _loadBalancer = LoadBalancer.Start(http.Port!.Value, _replicas);
        _ = ReportExitAsync(_replicas[0]);

        await Task.WhenAll(_replicas.Select(replica => replica.BecomeHealthyAsync(cancellationToken))).ConfigureAwait(false);
        _healthy.TrySetResult();
    }

    public void Fail(Exception reason)
    {
        // Told in the log even if nothing waits for either.
        if (_healthy.TrySetException(reason))
            _ = _healthy.Task.Exception;
        if (_replicas.Count == 0 && _exited.TrySetException(reason))
            _ = _exited.Task.Exception;
    }

    public async Task StopAsync()
    {
        if (_loadBalancer is not null)
            await _loadBalancer.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_replicas.Select(replica => replica.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private EndpointAnnotation? Http => Resource.Endpoints.Find(endpoint => endpoint.UriScheme == "http");

    private async Task<Replica> StartReplicaAsync(int number, CancellationToken cancellationToken)
    {
        var name = Resource.Replicas > 1 ? string.Create(CultureInfo.InvariantCulture, $"{Resource.Name}-{number}") : Resource.Name;
        var environment = new Dictionary<string, string?> { ["OTEL_SERVICE_NAME"] = Resource.Name, ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={name}" };
        foreach (var endpoint in Resource.Endpoints)
        {
            if (endpoint.EnvironmentVariable is { } variable)
                environment[variable] = endpoint.Port!.Value.ToString(CultureInfo.InvariantCulture);
        }

        // Replicas listen on ports of their own; the address that others know is then the load balancer's.
        var port = Resource.Replicas > 1 ? FreePort.Next() : (Http ?? Resource.Endpoints.FirstOrDefault())?.Port;
        if (Resource is ProjectResource && port is { } httpPort)
            environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{httpPort}");
        foreach (var variable in Resource.Environment)
        {
            var (key, value) = await variable(cancellationToken).ConfigureAwait(false);
            environment[key] = value;
        }

        var arguments = await ArgumentsAsync(cancellationToken).ConfigureAwait(false);
        // SIGINT is a server's "stop now": to Postgres SIGTERM means "when the last client has left". Projects know SIGTERM from containers.
        var process = Resource switch
        {
            ProjectResource project => LeashedProcess.Start(
                "TERM", "dotnet", ["exec", project.Metadata.AssemblyPath, .. arguments], Path.GetDirectoryName(project.Metadata.ProjectPath)!, environment, Forward),
            ExecutableResource executable => LeashedProcess.Start("INT", executable.Command, arguments, executable.WorkingDirectory, environment, Forward),
            _ => throw new DistributedApplicationException($"LocalAspire cannot run '{Resource.Name}'."),
        };
        return new Replica(name, process, port, Resource.HealthPath);

        void Forward(string line) => ResourceLog.Write(name, line);
    }

    private async Task<IEnumerable<string>> ArgumentsAsync(CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([]);
        Resource.Arguments.ForEach(add => add(context));
        var arguments = new List<string>();
        foreach (var argument in context.Args)
        {
            var value = argument is IValueProvider provider ? await provider.GetValueAsync(cancellationToken).ConfigureAwait(false) : argument.ToString();
            arguments.Add(value ?? "");
        }
        return arguments;
    }

    private async Task ReportExitAsync(Replica replica) => _exited.TrySetResult(await replica.Exited.ConfigureAwait(false));
}
