using EdgarApi.AppHost.Commands;
using EdgarApi.AppHost.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.AppHost.Stores;

/// <summary>What the Postgres servers have in common, whether they are containers or local programs.</summary>
internal static class DatabaseNodes
{
    /// <summary>The connection string of the primary.</summary>
    public const string Primary = "edgardb";

    /// <summary>The connection string of the replica for request-time reads.</summary>
    public const string ApiReplica = "edgardb-api";

    /// <summary>The connection string of the replica for work across companies.</summary>
    public const string AnalyticsReplica = "edgardb-analytics";

    public const string PrimaryServer = "postgres-primary";

    /// <summary>Lets the driver choose the primary of several hosts, and look again soon after it has changed.</summary>
    private const string FindPrimary = "Target Session Attributes=primary;Host Recheck Seconds=1";

    /// <summary>Each replica's server and the connection string that leads to it.</summary>
    public static IReadOnlyList<(string Server, string Database)> Replicas { get; } =
        [("postgres-api", ApiReplica), ("postgres-analytics", AnalyticsReplica)];

    /// <summary>Gives a node what <c>primary.sh</c> needs.</summary>
    public static IResourceBuilder<T> AsPrimary<T>(this IResourceBuilder<T> node, NodePasswords passwords)
        where T : IResourceWithEnvironment =>
        node.WithEnvironment("POSTGRES_PASSWORD", passwords.Owner)
            .WithEnvironment("SUPERUSER_PASSWORD", passwords.Superuser)
            .WithEnvironment("REPLICATION_PASSWORD", passwords.Replication)
            .WithIconName("Database");

    /// <summary>Gives a node what <c>replica.sh</c> needs, and shows it below its primary.</summary>
    public static IResourceBuilder<T> AsReplicaOf<T>(this IResourceBuilder<T> node, IResourceBuilder<T> primary, NodePasswords passwords)
        where T : IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport
    {
        var endpoint = primary.GetEndpoint("tcp");
        return node
            .WithEnvironment("PRIMARY_HOST", endpoint.Property(EndpointProperty.Host))
            .WithEnvironment("PRIMARY_PORT", endpoint.Property(EndpointProperty.Port))
            .WithEnvironment("NODE_NAME", node.Resource.Name)
            .WithEnvironment("REPLICATION_PASSWORD", passwords.Replication)
            .WithIconName("DatabaseMultiple")
            .WithParentRelationship(primary.Resource)
            .WaitFor((IResourceBuilder<IResource>)(object)primary);
    }

    /// <summary>Adds the connection string of a node's database, a health check that queries it, and a replica's commands.</summary>
    /// <param name="node">The server.</param>
    /// <param name="name">The name of the connection string.</param>
    /// <param name="passwords">The passwords of its users.</param>
    /// <param name="host">The endpoint property that names the host.</param>
    /// <param name="folder">The cluster's folder where the AppHost can read it.</param>
    /// <param name="peers">All servers, if any of them may become the primary.</param>
    public static PostgresServer WithDatabase<T>(
        this IResourceBuilder<T> node, string name, NodePasswords passwords, EndpointProperty host, string? folder = null,
        NodePeers? peers = null)
        where T : IResourceWithEndpoints
    {
        var builder = node.ApplicationBuilder;
        var endpoint = node.GetEndpoint("tcp");
        var (address, port) = (endpoint.Property(host), endpoint.Property(EndpointProperty.Port));
        var own = ReferenceExpression.Create($"Host={address};Port={port};Username=edgar;Password={passwords.Owner};Database=edgar");
        // Programs find the primary after a promotion too, without a restart.
        var reference = name == Primary && peers is not null
            ? ReferenceExpression.Create(
                $"Host={peers.Hosts};Username=edgar;Password={passwords.Owner};Database=edgar;{FindPrimary}")
            : own;
        var database = builder.AddConnectionString(name, reference).WithParentRelationship(node.Resource);
        var statusFile = folder is null ? null : Path.Combine(folder, "postmaster.pid");

        var check = $"{node.Resource.Name}-query";
        string? connectionString = null;
        builder.Eventing.Subscribe<ResourceEndpointsAllocatedEvent>(node.Resource, async (_, cancellation) =>
            connectionString = await own.GetValueAsync(cancellation).ConfigureAwait(false));
        builder.Services.AddHealthChecks()
            .Add(new(check, _ => new NodeHealthCheck(statusFile, () => connectionString), failureStatus: null, tags: null));
        node.WithHealthCheck(check);
        if (name != Primary) node.WithReplayCommands(database.Resource.ConnectionStringExpression, passwords.Superuser.Resource);
        return new PostgresServer((IResourceBuilder<IResource>)(object)node, database, own, folder);
    }
}

/// <summary>The passwords of the database's owner, of the superuser and of replication.</summary>
internal sealed record NodePasswords(
    IResourceBuilder<ParameterResource> Owner, IResourceBuilder<ParameterResource> Superuser,
    IResourceBuilder<ParameterResource> Replication)
{
    public static NodePasswords Add(IDistributedApplicationBuilder builder) =>
        new(builder.AddSecret("postgres-password"), builder.AddSecret("superuser-password"), builder.AddSecret("replication-password"));
}
