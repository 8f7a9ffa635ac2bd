using EdgarApi.AppHost.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.AppHost.Stores;

/// <summary>Redis and Postgres as programs of this machine, on ports of their own without a proxy.</summary>
internal static class ExecutableStores
{
    public static DataStores Add(IDistributedApplicationBuilder builder, LocalSettings settings)
    {
        var redis = AddRedis(builder);
        var passwords = NodePasswords.Add(builder);
        var peers = NodePeers.Choose(settings);
        var primary = AddNode(DatabaseNodes.PrimaryServer, "primary.sh").AsPrimary(passwords);
        return DataStores.Create(redis, passwords, [
            primary.WithDatabase(
                DatabaseNodes.Primary, passwords, EndpointProperty.IPV4Host, Folder(DatabaseNodes.PrimaryServer), peers),
            .. DatabaseNodes.Replicas.Select(replica => AddNode(replica.Server, "replica.sh")
                .AsReplicaOf(primary, passwords)
                .WithDatabase(replica.Database, passwords, EndpointProperty.IPV4Host, Folder(replica.Server), peers)),
        ]);

        string Folder(string name) => Path.Combine(settings.DataDirectory, name);

        IResourceBuilder<ExecutableResource> AddNode(string name, string script) =>
            builder.AddExecutable(name, "sh", "postgres", script)
            .WithEnvironment("PGDATA", Folder(name))
            .WithEnvironment("PEERS", peers.Words)
            .WithEndpoint(port: peers.Ports[name], name: "tcp", scheme: "tcp", env: "PGPORT", isProxied: false);
    }

    private static IResourceBuilder<RedisExecutable> AddRedis(IDistributedApplicationBuilder builder)
    {
        var redis = new RedisExecutable(DataStores.Redis, Path.Combine(builder.AppHostDirectory, "redis"),
            builder.AddSecret("redis-password").Resource);
        var check = $"{DataStores.Redis}-ping";
        string? connectionString = null;
        builder.Eventing.Subscribe<ConnectionStringAvailableEvent>(redis, async (_, cancellation) =>
            connectionString = await redis.ConnectionStringExpression.GetValueAsync(cancellation).ConfigureAwait(false));
        builder.Services.AddHealthChecks()
            .AddRedis(_ => connectionString ?? throw new InvalidOperationException("Redis has no address yet."), name: check);
        return builder.AddResource(redis)
            .WithArgs(["redis.sh", .. DataStores.RedisArguments])
            .WithEndpoint(name: RedisExecutable.EndpointName, scheme: "tcp", env: "REDIS_PORT", isProxied: false)
            .WithEnvironment("REDIS_PASSWORD", ReferenceExpression.Create($"{redis.Password}"))
            .WithIconName("DatabaseLightning")
            .WithHealthCheck(check);
    }

    /// <summary>The machine's <c>redis-server</c>, with the connection string that <c>RedisResource</c> has as a container.</summary>
    private sealed class RedisExecutable(string name, string workingDirectory, ParameterResource password)
        : ExecutableResource(name, "sh", workingDirectory), IResourceWithConnectionString
    {
        public const string EndpointName = "tcp";

        public ParameterResource Password { get; } = password;

        public ReferenceExpression ConnectionStringExpression
        {
            get
            {
                var endpoint = new EndpointReference(this, EndpointName);
                return ReferenceExpression.Create(
                    $"{endpoint.Property(EndpointProperty.IPV4Host)}:{endpoint.Property(EndpointProperty.Port)},password={Password}");
            }
        }
    }
}
