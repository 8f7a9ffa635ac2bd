using EdgarApi.AppHost.Settings;

namespace EdgarApi.AppHost.Stores;

/// <summary>Redis, and the Postgres primary with one replica per kind of reader.</summary>
/// <param name="References">What a project needs to reach them, by the name of the connection string.</param>
/// <param name="Servers">What a project waits for; empty in publish mode, where the cloud manages the servers.</param>
/// <param name="Nodes">The Postgres servers: the primary first, then its replicas; empty in publish mode.</param>
/// <param name="Passwords">Of their users; null in publish mode.</param>
internal sealed record DataStores(
    IReadOnlyList<IResourceBuilder<IResourceWithConnectionString>> References,
    IReadOnlyList<IResourceBuilder<IResource>> Servers,
    IReadOnlyList<PostgresServer> Nodes,
    NodePasswords? Passwords)
{
    public const string Redis = "redis";

    /// <summary>The most memory that Redis uses for entries; then it evicts.</summary>
    private const string RedisMemory = "256mb";

    /// <summary>A cache only: nothing survives a restart, and a full Redis evicts the least recently used entries.</summary>
    public static string[] RedisArguments { get; } =
        ["--save", "", "--appendonly", "no", "--maxmemory", RedisMemory, "--maxmemory-policy", "allkeys-lru"];

    /// <summary>Managed services when publishing, otherwise containers or local programs.</summary>
    public static DataStores Add(IDistributedApplicationBuilder builder, LocalSettings settings)
    {
        if (builder.ExecutionContext.IsPublishMode) return ManagedStores.Add(builder);
        return settings.UseContainers.Value ? ContainerStores.Add(builder, settings) : ExecutableStores.Add(builder, settings);
    }

    /// <summary>The stores of a running system.</summary>
    public static DataStores Create(
        IResourceBuilder<IResourceWithConnectionString> redis, NodePasswords passwords, params IReadOnlyList<PostgresServer> nodes) =>
        new([redis, .. nodes.Select(node => node.Database)], [redis, .. nodes.Select(node => node.Server)], nodes, passwords);
}

/// <summary>A Postgres server.</summary>
/// <param name="Server">The server.</param>
/// <param name="Database">What programs connect to: a replica's own database, or the primary's, whichever server that is.</param>
/// <param name="Address">The connection string of the server itself.</param>
/// <param name="Folder">Its cluster's folder on this machine; null in a container.</param>
internal sealed record PostgresServer(
    IResourceBuilder<IResource> Server, IResourceBuilder<ConnectionStringResource> Database, ReferenceExpression Address,
    string? Folder);

/// <summary>Connects projects to the stores.</summary>
internal static class DataStoresExtensions
{
    /// <summary>References every store and waits until the servers are healthy.</summary>
    public static IResourceBuilder<ProjectResource> WithReferences(this IResourceBuilder<ProjectResource> project, DataStores stores)
    {
        foreach (var reference in stores.References) project.WithReference(reference);
        foreach (var server in stores.Servers) project.WaitFor(server);
        return project;
    }
}
