using EdgarApi.Accounts;
using EdgarApi.Caching;
using EdgarApi.Storage;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Schema;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Tests.Storage;

/// <summary>An empty database with its schema and services. The cluster's first replica has the role api, the second analytics.</summary>
internal sealed class EdgarDatabase : IAsyncDisposable
{
    /// <summary>Settings for tests that probe explicitly, so that a busy machine does not look like a dead node.</summary>
    public static readonly (string Key, string Value)[] Patient =
    [
        ("EdgarApi:Routing:ProbeTimeout", "00:00:30"), ("EdgarApi:Postgres:ConnectTimeout", "00:00:30"),
        ("EdgarApi:Routing:ApiAttempt", "00:01:00"), ("EdgarApi:Routing:AnalyticsAttempt", "00:01:00"),
        ("EdgarApi:Routing:ApiFirstAttempt", "00:01:00"), ("EdgarApi:Routing:SuspectAfter", "00:01:00"),
        ("EdgarApi:Cache:RedisTimeout", "00:00:10"),
    ];

    private readonly IHost _host;
    private bool _started;

    private EdgarDatabase(IHost host, PostgresCluster cluster, string name) => (_host, Cluster, Name) = (host, cluster, name);

    public PostgresCluster Cluster { get; }

    public string Name { get; }

    public IServiceProvider Services => _host.Services;

    public CompanyFactsStore Store => new(Primary);

    public IngestPipeline Pipeline => Services.GetRequiredService<IngestPipeline>();

    public Heartbeat Heartbeat => Services.GetRequiredService<Heartbeat>();

    public IReadRouter Router => Services.GetRequiredService<IReadRouter>();

    public NodeSet Nodes => Services.GetRequiredService<NodeSet>();

    public NpgsqlDataSource Primary => Services.GetRequiredKeyedService<NpgsqlDataSource>("edgardb");

    public static async Task<EdgarDatabase> CreateAsync(PostgresCluster cluster, params IEnumerable<(string Key, string Value)> settings)
    {
        var name = await cluster.CreateCopyAsync(template => MigrateAsync(cluster, template));
        return new EdgarDatabase(Build(cluster, name, settings, time: null), cluster, name);
    }

    /// <summary>Creates another process on the same data.</summary>
    /// <param name="time">The clock, or null for the system clock.</param>
    /// <param name="settings">The settings.</param>
    public IHost Another(TimeProvider? time, params IEnumerable<(string Key, string Value)> settings) =>
        Build(Cluster, Name, settings, time);

    private static async Task MigrateAsync(PostgresCluster cluster, string name)
    {
        using var host = Build(cluster, name, [], time: null);
        await host.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None);
    }

    private static IHost Build(PostgresCluster cluster, string name, IEnumerable<(string Key, string Value)> settings, TimeProvider? time)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        string[] roles = ["edgardb-api", "edgardb-analytics"];
        builder.Configuration.AddInMemoryCollection(
        [
            new("ConnectionStrings:edgardb", cluster.Primary.ConnectionString(name)),
            .. cluster.Replicas.Zip(roles, (replica, role) =>
                new KeyValuePair<string, string?>($"ConnectionStrings:{role}", replica.ConnectionString(name))),
            new("EdgarApi:Cache:SigningKey", RedisPools.SigningKey),
        ]);
        // A later source overrides an earlier one.
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)));
        builder.Logging.ClearProviders();
        builder.Services.AddMetrics();
        if (time is not null) builder.Services.AddSingleton(time);
        builder.AddIngest();
        builder.AddStorageReading();
        builder.AddFactsReading();
        builder.AddUsageMaintenance();
        builder.AddKeys();
        builder.AddOperation();
        builder.AddDegradedMode();
        return builder.Build();
    }

    /// <summary>Starts the prober and the directory. When it returns, every node has been probed.</summary>
    public async Task StartAsync()
    {
        await _host.StartAsync();
        _started = true;
    }

    /// <summary>Probes every node once, the primary first.</summary>
    public async Task ProbeAsync()
    {
        var prober = Services.GetRequiredService<NodeProber>();
        foreach (var node in Nodes.All) await prober.ProbeAsync(node, CancellationToken.None);
    }

    public async Task<T> ScalarAsync<T>(string sql, PostgresNode? node = null)
    {
        await using var source = NpgsqlDataSource.Create((node ?? Cluster.Primary).SuperuserConnectionString(Name));
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql, PostgresNode? node = null)
    {
        await using var source = NpgsqlDataSource.Create((node ?? Cluster.Primary).SuperuserConnectionString(Name));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_started) await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        await Cluster.DropDatabaseAsync(Name);
    }
}
