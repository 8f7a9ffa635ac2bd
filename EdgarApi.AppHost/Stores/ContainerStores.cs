using EdgarApi.AppHost.Settings;

namespace EdgarApi.AppHost.Stores;

/// <summary>Redis and Postgres as containers.</summary>
internal static class ContainerStores
{
    public static DataStores Add(IDistributedApplicationBuilder builder, LocalSettings settings)
    {
        var redis = builder.AddRedis(DataStores.Redis, password: builder.AddSecret("redis-password"))
            .WithArgs(DataStores.RedisArguments)
            .WithoutHttpsCertificate(); // traffic stays on this machine
        var passwords = NodePasswords.Add(builder);
        var primary = AddNode(DatabaseNodes.PrimaryServer, "primary.sh", settings.PrimaryPort).AsPrimary(passwords);
        return DataStores.Create(redis, passwords, [
            primary.WithDatabase(DatabaseNodes.Primary, passwords, EndpointProperty.Host),
            .. DatabaseNodes.Replicas.Select(replica => AddNode(replica.Server, "replica.sh")
                .AsReplicaOf(primary, passwords)
                .WithDatabase(replica.Database, passwords, EndpointProperty.Host)),
        ]);

        // AddPostgres knows no streaming replicas, so the nodes run the scripts that local programs run too.
        IResourceBuilder<ContainerResource> AddNode(string name, string script, int? port = null)
        {
            var node = builder.AddContainer(name, "postgres", "17");
            return node.WithEntrypoint("/bin/sh")
                .WithArgs($"/edgar/{script}")
                .WithBindMount("postgres", "/edgar", isReadOnly: true)
                .WithVolume(VolumeNameGenerator.Generate(node, "data"), "/var/lib/edgar")
                .WithEnvironment("PGDATA", $"/var/lib/edgar/{name}")
                .WithEnvironment("PGPORT", "5432")
                .WithEnvironment("PGHOST_BIND", "0.0.0.0")
                .WithEndpoint(port: port, targetPort: 5432, name: "tcp", scheme: "tcp");
        }
    }
}
