using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.ApplicationModel;

public abstract class Resource(string name) : IResource
{
    public string Name { get; } = name;
}

/// <summary>A resource that runs as one or more processes.</summary>
public abstract class ProcessResource(string name) : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    internal List<EndpointAnnotation> Endpoints { get; } = [];

    internal List<Func<CancellationToken, ValueTask<KeyValuePair<string, string?>>>> Environment { get; } = [];

    internal List<Action<CommandLineArgsCallbackContext>> Arguments { get; } = [];

    internal List<Wait> Waits { get; } = [];

    internal string? HealthPath { get; set; }

    internal int Replicas { get; set; } = 1;
}

public class ProjectResource(string name, IProjectMetadata metadata) : ProcessResource(name), IResourceWithServiceDiscovery
{
    internal IProjectMetadata Metadata { get; } = metadata;
}

public class ExecutableResource(string name, string command, string workingDirectory) : ProcessResource(name)
{
    public string Command { get; } = command;

    public string WorkingDirectory { get; } = workingDirectory;
}

/// <summary>Here so that an AppHost compiles; LocalAspire runs no containers and says so at the start.</summary>
public class ContainerResource(string name) : ProcessResource(name);

public class ParameterResource(string name, Func<string> value, bool secret) : Resource(name), IValueProvider
{
    public bool Secret { get; } = secret;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new(value());

    internal static string FromConfiguration(IConfiguration configuration, string name) => configuration[$"Parameters:{name}"]
        ?? throw new DistributedApplicationException(string.Create(
            CultureInfo.InvariantCulture, $"The parameter '{name}' has no value: set Parameters:{name} in the configuration."));
}

/// <summary>What a command's arguments are added to: strings and value providers.</summary>
public sealed class CommandLineArgsCallbackContext(IList<object> args)
{
    public IList<object> Args { get; } = args;
}

/// <summary>A dependency that has to be healthy, or to have ended with an exit code, first.</summary>
internal sealed record Wait(IResource Dependency, int? ExitCode);
