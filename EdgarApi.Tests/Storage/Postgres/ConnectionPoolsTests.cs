using EdgarApi.Storage.Postgres;
using EdgarApi.Tests.Servers;
using Npgsql;

namespace EdgarApi.Tests.Storage.Postgres;

public sealed class ConnectionPoolsTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pool_reports_its_busy_idle_and_maximum_connections()
    {
        await using var source = await SourceAsync("edgardb-api-a", EdgarDataSource.ForUsage);
        Assert.Equal(new PoolState("edgardb-api-a usage", 0, 0, 4), Find("edgardb-api-a usage"));

        var (one, other) = (await source.OpenConnectionAsync(Token), await source.OpenConnectionAsync(Token));
        Assert.Equal(new PoolState("edgardb-api-a usage", 2, 0, 4), Find("edgardb-api-a usage"));
        await one.DisposeAsync();
        Assert.Equal(new PoolState("edgardb-api-a usage", 1, 1, 4), Find("edgardb-api-a usage"));
        await other.DisposeAsync();
        Assert.Equal(new PoolState("edgardb-api-a usage", 0, 2, 4), Find("edgardb-api-a usage"));
    }

    [Fact]
    public async Task A_pool_over_several_hosts_connects_to_the_primary_and_counts_once()
    {
        var cluster = await servers.PostgresAsync();
        var settings = new NpgsqlConnectionStringBuilder(cluster.Primary.ConnectionString("postgres"))
        {
            // The primary is not the first one.
            Host = string.Join(',', cluster.Replicas.Append(cluster.Primary).Select(node => $"127.0.0.1:{node.Port}")),
            TargetSessionAttributes = "primary",
        };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        EdgarDataSource.ForUsage(
            builder, new DatabaseNode("edgardb-c", NodeRole.Primary, settings.ConnectionString), new PostgresOptions());
        await using var source = builder.Build();

        await using var connection = await source.OpenConnectionAsync(Token);

        Assert.Equal(cluster.Primary.Port, connection.Port);
        var pool = Find("edgardb-c usage");
        // The driver keeps the connections with which it asked the others.
        Assert.Equal((1, 4), (pool.Used, pool.Max));
    }

    [Fact]
    public async Task The_pools_of_a_node_have_distinct_names()
    {
        const string Node = "edgardb-api-b";
        await using var reads = await SourceAsync(Node, (source, node, options) =>
            EdgarDataSource.ForReads(source, node, options, TimeSpan.FromSeconds(5)));
        await using var probes = await SourceAsync(Node, (source, node, options) =>
            EdgarDataSource.ForProbes(source, node, options, TimeSpan.FromSeconds(5)));
        await using var writes = await SourceAsync(Node, EdgarDataSource.ForWrites);
        await using var usage = await SourceAsync(Node, EdgarDataSource.ForUsage);

        Assert.Equal(
            [(Node, 20), ($"{Node} probe", 2), ($"{Node} usage", 4), ($"{Node} writes", 20)],
            ConnectionPools.Read().Where(pool => pool.Name.StartsWith(Node, StringComparison.Ordinal)).Select(pool => (pool.Name, pool.Max))
        );
        await using var connection = await probes.OpenConnectionAsync(Token);
        await using var command = new NpgsqlCommand("select current_setting('application_name')", connection);
        Assert.EndsWith(" probe", (string)(await command.ExecuteScalarAsync(Token))!, StringComparison.Ordinal);
    }

    private async Task<NpgsqlDataSource> SourceAsync(string name, Action<NpgsqlDataSourceBuilder, DatabaseNode, PostgresOptions> configure)
    {
        var node = new DatabaseNode(name, NodeRole.Api, (await servers.PostgresAsync()).Primary.ConnectionString("postgres"));
        var source = new NpgsqlDataSourceBuilder(node.ConnectionString);
        configure(source, node, new PostgresOptions());
        return source.Build();
    }

    private static PoolState Find(string name) => ConnectionPools.Read().Single(pool => pool.Name == name);
}
