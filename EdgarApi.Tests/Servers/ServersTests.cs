using Npgsql;

namespace EdgarApi.Tests.Servers;

public sealed class ServersTests(SharedServers servers)
{
    [Fact]
    public async Task A_replica_shows_the_primarys_commits()
    {
        var cluster = await servers.PostgresAsync();
        var database = await cluster.CreateDatabaseAsync();

        await ExecuteAsync(cluster.Primary.ConnectionString(database), "CREATE TABLE t AS SELECT 42 AS answer");
        await cluster.WaitForReplayAsync();

        foreach (var replica in cluster.Replicas)
            Assert.Equal(42, await ScalarAsync(replica.ConnectionString(database), "SELECT answer FROM t"));
    }

    [Fact]
    public async Task A_killed_replica_restarts_on_its_port_and_catches_up()
    {
        await using var cluster = await PostgresCluster.StartAsync(replicas: 1);
        var replica = cluster.Replicas[0];

        var copied = File.GetCreationTimeUtc(Path.Combine(replica.DataFolder, "PG_VERSION"));
        await replica.KillAsync();
        await ExecuteAsync(cluster.Primary.ConnectionString(), "CREATE TABLE t AS SELECT 42 AS answer");
        await replica.StartAsync();
        await cluster.WaitForReplayAsync();

        Assert.Equal(42, await ScalarAsync(replica.ConnectionString(), "SELECT answer FROM t"));
        Assert.Equal(copied, File.GetCreationTimeUtc(Path.Combine(replica.DataFolder, "PG_VERSION")));
    }

    [Fact]
    public async Task A_frozen_node_accepts_connections_and_never_responds()
    {
        await using var cluster = await PostgresCluster.StartAsync(replicas: 0);
        var connectionString = cluster.Primary.ConnectionString() + ";Timeout=1";

        cluster.Primary.Freeze();
        await Assert.ThrowsAnyAsync<Exception>(() => ScalarAsync(connectionString, "SELECT 1"));
        cluster.Primary.Thaw();

        Assert.Equal(1, await ScalarAsync(cluster.Primary.ConnectionString(), "SELECT 1"));
    }

    [Fact]
    public async Task A_cluster_whose_creation_was_interrupted_is_created_on_the_next_start()
    {
        await using var cluster = await PostgresCluster.StartAsync(replicas: 1);
        foreach (var node in cluster.Nodes.Reverse())
        {
            // A killed initdb or pg_basebackup leaves a draft folder and no cluster.
            await node.StopAsync();
            Directory.Move(node.DataFolder, node.DataFolder + ".draft");
            File.Delete(Path.Combine(node.DataFolder + ".draft", "global", "pg_control"));
        }

        foreach (var node in cluster.Nodes)
            await node.StartAsync();

        Assert.Equal(true, await ScalarAsync(cluster.Replicas[0].ConnectionString(), "SELECT pg_is_in_recovery()"));
    }

    [Fact]
    public async Task A_replica_of_another_primary_copies_its_new_primary()
    {
        await using var cluster = await PostgresCluster.StartAsync(replicas: 1);
        foreach (var node in cluster.Nodes.Reverse())
            await node.StopAsync();
        Directory.Delete(cluster.Primary.DataFolder, recursive: true);

        foreach (var node in cluster.Nodes)
            await node.StartAsync();
        await ExecuteAsync(cluster.Primary.ConnectionString(), "CREATE TABLE t AS SELECT 42 AS answer");
        await cluster.WaitForReplayAsync();

        Assert.Equal(42, await ScalarAsync(cluster.Replicas[0].ConnectionString(), "SELECT answer FROM t"));
    }

    [Fact]
    public async Task The_owner_and_the_superuser_have_different_passwords()
    {
        await using var cluster = await PostgresCluster.StartAsync(replicas: 0);
        var asSuperuser = new NpgsqlConnectionStringBuilder(cluster.Primary.ConnectionString()) { Username = "postgres" };

        var error = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(asSuperuser.ConnectionString, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, error.SqlState);
        Assert.Equal(1, await ScalarAsync(cluster.Primary.SuperuserConnectionString(), "SELECT 1"));
    }

    [Fact]
    public async Task Redis_restarts_on_its_port()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await redis.StopAsync();
        await redis.StartAsync();

        await using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        Assert.True(await connection.GetDatabase().StringSetAsync("key", "value"));
    }

    private static async Task ExecuteAsync(string connectionString, string sql) => await ScalarAsync(connectionString, sql);

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
