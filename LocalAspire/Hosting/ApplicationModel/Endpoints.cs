using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

public enum EndpointProperty
{
    Url,
    Host,
    IPV4Host,
    Port,
    Scheme,
    TargetPort,
    HostAndPort,
}

/// <summary>An address that a resource listens on; its port is given when the application starts.</summary>
public sealed class EndpointAnnotation(string name, string scheme, int? port, string? env)
{
    public string Name { get; } = name;

    public string UriScheme { get; } = scheme;

    /// <summary>The port that others use. With several replicas a load balancer listens there.</summary>
    public int? Port { get; internal set; } = port;

    internal string? EnvironmentVariable { get; } = env;
}

public sealed class EndpointReference : IValueProvider
{
    internal EndpointReference(ProcessResource resource, string name) => (Resource, EndpointName) = (resource, name);

    public string EndpointName { get; }

    public string Url => ValueOf(EndpointProperty.Url);

    internal ProcessResource Resource { get; }

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Url);

    internal string ValueOf(EndpointProperty property)
    {
        var endpoint = Resource.Endpoints.Find(candidate => candidate.Name == EndpointName)
            ?? throw new DistributedApplicationException($"The resource '{Resource.Name}' has no endpoint '{EndpointName}'.");
        var port = endpoint.Port?.ToString(CultureInfo.InvariantCulture)
            ?? throw new DistributedApplicationException($"The port of '{Resource.Name}' is known once the application starts.");
        return property switch
        {
            EndpointProperty.Host or EndpointProperty.IPV4Host => "127.0.0.1",
            EndpointProperty.Port or EndpointProperty.TargetPort => port,
            EndpointProperty.Scheme => endpoint.UriScheme,
            EndpointProperty.HostAndPort => $"127.0.0.1:{port}",
            _ => $"{endpoint.UriScheme}://127.0.0.1:{port}",
        };
    }
}

public class EndpointReferenceExpression(EndpointReference endpoint, EndpointProperty property) : IValueProvider
{
    public EndpointReference Endpoint { get; } = endpoint;

    public EndpointProperty Property { get; } = property;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Endpoint.ValueOf(Property));
}
