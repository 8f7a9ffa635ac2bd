using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A connection string made of other resources' values.</summary>
public sealed class ConnectionStringResource(string name, ReferenceExpression connectionStringExpression)
    : Resource(name), IResourceWithConnectionString, IResourceWithWaitSupport
{
    public ReferenceExpression ConnectionStringExpression { get; } = connectionStringExpression;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ConnectionStringExpression.GetValueAsync(cancellationToken);
}

/// <summary>A resource that others find as <c>services__name__endpoint__0</c>.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

/// <summary>A project that the build found among the AppHost's references; implemented by the generated <c>Projects.*</c>.</summary>
public interface IProjectMetadata
{
    string ProjectPath { get; }

    /// <summary>What the project's build puts out (LocalAspire's own member).</summary>
    string AssemblyPath { get; }
}

public class DistributedApplicationException(string message) : Exception(message);
