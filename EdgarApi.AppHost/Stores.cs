namespace EdgarApi.AppHost;

/// <summary>Redis, and the Postgres primary with a replica for each kind of reader: their connection strings, and the servers to wait for.</summary>
internal sealed record Stores(
    IResourceBuilder<ConnectionStringResource> Redis,
    IResourceBuilder<ConnectionStringResource> Primary,
    IResourceBuilder<ConnectionStringResource> ApiReplica,
    IResourceBuilder<ConnectionStringResource> AnalyticsReplica,
    params IEnumerable<IResourceBuilder<IResource>> Servers)
{
    private const string RedisMemory = "256mb";

    /// <summary>The cloud's managed services, whose connection strings the deployment fills in.</summary>
    public static Stores Managed(IDistributedApplicationBuilder builder)
    {
        return new Stores(Parameter("redis"), Parameter("edgardb"), Parameter("edgardb-api"), Parameter("edgardb-analytics"));

        IResourceBuilder<ConnectionStringResource> Parameter(string name)
        {
            var value = builder.AddParameter($"{name}-connection", secret: true);
            return builder.AddConnectionString(name, ReferenceExpression.Create($"{value}"));
        }
    }

    public static Stores Containers(IDistributedApplicationBuilder builder, LocalSettings settings)
    {
        var passwords = Passwords.Of(builder, settings);
        var redis = builder.AddContainer("redis-server", "redis", "8-alpine")
            .WithArgs(RedisArguments)
            .WithEndpoint(targetPort: 6379, name: "tcp", scheme: "tcp");
        var primary = Node("postgres-primary", "primary.sh", settings.PrimaryPort).WithEnvironment("POSTGRES_PASSWORD", passwords.Owner);
        var api = Replica("postgres-api");
        var analytics = Replica("postgres-analytics");
        return Connect(builder, passwords, redis, primary, api, analytics);

        IResourceBuilder<ContainerResource> Node(string name, string script, int? port = null) => builder.AddContainer(name, "postgres", "17")
            .WithEntrypoint("/bin/sh")
            .WithArgs($"/edgar/{script}")
            .WithBindMount("postgres", "/edgar", isReadOnly: true)
            .WithVolume($"edgar-{name}", "/var/lib/edgar")
            .WithEnvironment("PGDATA", $"/var/lib/edgar/{name}")
            .WithEnvironment("PGPORT", "5432")
            .WithEnvironment("PGHOST_BIND", "0.0.0.0")
            .WithEnvironment("REPLICATION_PASSWORD", passwords.Replication)
            .WithEndpoint(port: port, targetPort: 5432, name: "tcp", scheme: "tcp");

        IResourceBuilder<ContainerResource> Replica(string name) => OfPrimary(Node(name, "replica.sh"), name, primary);
    }

    public static Stores Executables(IDistributedApplicationBuilder builder, LocalSettings settings)
    {
        var passwords = Passwords.Of(builder, settings);
        var redis = builder.AddExecutable("redis-server", "redis-server", ".", "--bind", "127.0.0.1")
            .WithEndpoint(name: "tcp", scheme: "tcp", env: "REDIS_PORT")
            .WithArgs(RedisArguments);
        var redisPort = redis.GetEndpoint("tcp").Property(EndpointProperty.TargetPort);
        redis.WithArgs(context =>
        {
            context.Args.Add("--port");
            context.Args.Add(redisPort);
        });
        var primary = Node("postgres-primary", "primary.sh", settings.PrimaryPort).WithEnvironment("POSTGRES_PASSWORD", passwords.Owner);
        var api = Replica("postgres-api");
        var analytics = Replica("postgres-analytics");
        return Connect(builder, passwords, redis, primary, api, analytics);

        IResourceBuilder<ExecutableResource> Node(string name, string script, int? port = null) => builder.AddExecutable(name, "sh", "postgres", script)
            .WithEnvironment("PGDATA", Path.Combine(settings.DataDirectory, name))
            .WithEnvironment("REPLICATION_PASSWORD", passwords.Replication)
            .WithEndpoint(port: port, name: "tcp", scheme: "tcp", env: "PGPORT");

        IResourceBuilder<ExecutableResource> Replica(string name) => OfPrimary(Node(name, "replica.sh"), name, primary);
    }

    /// <summary>A cache and nothing else: it forgets on restart, and drops what was used longest ago when full.</summary>
    private static string[] RedisArguments => ["--save", "", "--appendonly", "no", "--maxmemory", RedisMemory, "--maxmemory-policy", "allkeys-lru"];

    private static IResourceBuilder<T> OfPrimary<T>(IResourceBuilder<T> node, string name, IResourceBuilder<T> primary)
        where T : class, IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport
    {
        var endpoint = primary.GetEndpoint("tcp");
        return node
            .WithEnvironment("PRIMARY_HOST", endpoint.Property(EndpointProperty.Host))
            .WithEnvironment("PRIMARY_PORT", endpoint.Property(EndpointProperty.Port))
            .WithEnvironment("REPLICA_NAME", name)
            .WaitFor(primary);
    }

    private static Stores Connect<T>(
        IDistributedApplicationBuilder builder, Passwords passwords,
        IResourceBuilder<T> redis, IResourceBuilder<T> primary, IResourceBuilder<T> api, IResourceBuilder<T> analytics)
        where T : class, IResourceWithEndpoints
    {
        var endpoint = redis.GetEndpoint("tcp");
        var redisAddress = ReferenceExpression.Create($"{endpoint.Property(EndpointProperty.Host)}:{endpoint.Property(EndpointProperty.Port)}");
        return new Stores(
            builder.AddConnectionString("redis", redisAddress),
            Database("edgardb", primary), Database("edgardb-api", api), Database("edgardb-analytics", analytics),
            redis, primary, api, analytics);

        IResourceBuilder<ConnectionStringResource> Database(string name, IResourceBuilder<T> node)
        {
            var server = node.GetEndpoint("tcp");
            return builder.AddConnectionString(name, ReferenceExpression.Create(
                $"Host={server.Property(EndpointProperty.Host)};Port={server.Property(EndpointProperty.Port)};Username=edgar;Password={passwords.Owner};Database=edgar"));
        }
    }

    private sealed record Passwords(IResourceBuilder<ParameterResource> Owner, IResourceBuilder<ParameterResource> Replication)
    {
        public static Passwords Of(IDistributedApplicationBuilder builder, LocalSettings settings)
        {
            return new Passwords(Parameter("postgres-password"), Parameter("replication-password"));

            IResourceBuilder<ParameterResource> Parameter(string name)
            {
                var setting = $"Parameters:{name}";
                builder.Configuration[setting] = settings.Secret(name, setting);
                return builder.AddParameter(name, secret: true);
            }
        }
    }
}
