using System.Text.Json.Nodes;
using EdgarApi.Operations.Capacity;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Schema;
using Npgsql;

namespace EdgarApi.Tests.Storage.Postgres;

/// <summary>Checks the connection strings without connecting.</summary>
public sealed class EdgarDataSourceTests
{
    private static readonly DatabaseNode Node = new("edgardb-api", NodeRole.Api, "Host=127.0.0.1;Username=edgar;Password=x;Database=edgar");

    [Fact]
    public void A_read_pool_has_the_specified_defaults()
    {
        using var source = Build(builder => EdgarDataSource.ForReads(builder, Node, new PostgresOptions(), TimeSpan.FromSeconds(5)));

        var settings = GetSettings(source);
        Assert.Equal((10, 20), (settings.MinPoolSize, settings.MaxPoolSize));
        Assert.Equal((3600, 30, 1000), (settings.ConnectionLifetime, settings.TcpKeepAliveTime, settings.MaxAutoPrepare));
        Assert.Equal((2, 0), (settings.Timeout, settings.CommandTimeout));
        Assert.True(settings.TcpKeepAlive);
        Assert.Equal("UTC", settings.Timezone);
    }

    [Fact]
    public void Every_setting_reaches_the_connection_string()
    {
        var options = new PostgresOptions
        {
            MinPoolSize = 3, MaxPoolSize = 7, PoolWait = TimeSpan.FromSeconds(11), ConnectTimeout = TimeSpan.FromSeconds(4),
            ConnectionLifetime = TimeSpan.FromMinutes(9), MaxAutoPrepare = 13, KeepAlive = TimeSpan.FromSeconds(17),
        };
        using var reads = Build(source => EdgarDataSource.ForReads(source, Node, options, TimeSpan.FromSeconds(6)));
        using var writes = Build(source => EdgarDataSource.ForWrites(source, Node, options));
        using var probes = Build(source => EdgarDataSource.ForProbes(source, Node, options, TimeSpan.FromSeconds(1)));
        using var usage = Build(source => EdgarDataSource.ForUsage(source, Node, options));

        foreach (var settings in new[] { reads, writes, probes, usage }.Select(GetSettings))
            Assert.Equal((540, 13), (settings.ConnectionLifetime, settings.MaxAutoPrepare));
        foreach (var settings in new[] { reads, writes, probes }.Select(GetSettings)) Assert.Equal(17, settings.TcpKeepAliveTime);
        Assert.Equal((3, 7, 4, 0), GetPool(reads));
        Assert.Equal((1, 7, 11, 300), GetPool(writes));
        Assert.Equal((0, 2, 1, 0), GetPool(probes));
        Assert.Equal((0, 4, 4, 30), GetPool(usage));
        Assert.Equal("-c statement_timeout=7s", GetSettings(reads).Options);
    }

    /// <summary>
    /// Npgsql's keepalives wait in threads of the pool for the response. When a server freezes, they take all of them, and requests that
    /// need no database wait too.
    /// </summary>
    [Fact]
    public void Keepalives_are_those_of_the_kernel()
    {
        foreach (var source in BuildAll(new PostgresOptions()))
        {
            var settings = GetSettings(source);
            Assert.Equal((0, true), (settings.KeepAlive, settings.TcpKeepAlive));
            source.Dispose();
        }
    }

    /// <summary>
    /// A command that times out while its transaction begins, or while the driver looks for the primary, is canceled in a thread of the
    /// pool, which waits for a frozen server.
    /// </summary>
    [Fact]
    public void Cancellations_wait_once_for_a_frozen_server_and_leave_threads_to_other_requests()
    {
        var sources = BuildAll(new PostgresOptions());
        Assert.All(sources, source => Assert.Equal(GssEncryptionMode.Disable, GetSettings(source).GssEncryptionMode));
        foreach (var source in sources) source.Dispose();
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "EdgarApi.Api.runtimeconfig.json")));
        var threads = (int)config!["runtimeOptions"]!["configProperties"]!["System.Threading.ThreadPool.MinThreads"]!;
        Assert.InRange(threads, PlanningValues.Read().Limits.FixedConnectionsPerInstance + 2, 64);
    }

    [Fact]
    public void The_maximum_pool_size_is_never_below_the_minimum()
    {
        using var source = Build(builder => EdgarDataSource.ForReads(
            builder, Node, new PostgresOptions { MinPoolSize = 10, MaxPoolSize = 4 }, TimeSpan.FromSeconds(5)));

        Assert.Equal((4, 4), (GetSettings(source).MinPoolSize, GetSettings(source).MaxPoolSize));
    }

    /// <summary>Capacity planning divides a server's connections by these.</summary>
    [Fact]
    public void The_pools_of_a_process_to_the_primary_are_those_that_capacity_planning_counts()
    {
        var options = new PostgresOptions { MaxPoolSize = 7 };
        var sources = BuildAll(options);
        var limits = PlanningValues.Read().Limits;

        Assert.Equal(Count(options.MaxPoolSize), sources.Sum(source => GetSettings(source).MaxPoolSize));
        // The Warmer has the same pools, with the default size.
        Assert.InRange(Count(new PostgresOptions().MaxPoolSize), 1, limits.ReservedConnections);
        foreach (var source in sources) source.Dispose();

        int Count(int pool) => limits.PoolsPerInstance * pool + limits.FixedConnectionsPerInstance;
    }

    private static NpgsqlDataSource[] BuildAll(PostgresOptions options) =>
    [
        Build(source => EdgarDataSource.ForReads(source, Node, options, TimeSpan.FromSeconds(6))),
        Build(source => EdgarDataSource.ForWrites(source, Node, options)),
        Build(source => EdgarDataSource.ForProbes(source, Node, options, TimeSpan.FromSeconds(1))),
        Build(source => EdgarDataSource.ForUsage(source, Node, options)),
    ];

    private static NpgsqlDataSource Build(Action<NpgsqlDataSourceBuilder> configure)
    {
        var builder = new NpgsqlDataSourceBuilder(Node.ConnectionString);
        configure(builder);
        return builder.Build();
    }

    private static NpgsqlConnectionStringBuilder GetSettings(NpgsqlDataSource source) => new(source.ConnectionString);

    private static (int Min, int Max, int Timeout, int CommandTimeout) GetPool(NpgsqlDataSource source)
    {
        var settings = GetSettings(source);
        return (settings.MinPoolSize, settings.MaxPoolSize, settings.Timeout, settings.CommandTimeout);
    }
}
