using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Servers;
using Npgsql;

namespace EdgarApi.Tests.Postgres.Routing;

/// <summary>Its own cluster: these tests break nodes, and mend them at their end.</summary>
public sealed class ReadRouterTests(PostgresCluster cluster) : IClassFixture<PostgresCluster>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgresNode Api => cluster.Replicas[0];

    private PostgresNode Analytics => cluster.Replicas[1];

    [Fact]
    public async Task Each_role_reads_from_its_own_replica()
    {
        await using var database = await StartAsync();

        Assert.Equal(Api.Port, await PortOfReadAsync(database, ReadRole.Api));
        Assert.Equal(Analytics.Port, await PortOfReadAsync(database, ReadRole.Analytics));
    }

    [Fact]
    public async Task A_replica_whose_replay_stands_still_goes_out_and_comes_back()
    {
        await using var database = await ProbedAsync();
        await database.ExecuteAsync("select pg_wal_replay_pause()", Api);
        try
        {
            await database.ExecuteAsync("update replication_heartbeat set beat = beat + 1, beaten_at = beaten_at + interval '3 seconds'");
            await WaitForReplayAsync(database, Analytics);
            for (var i = 0; i < 2; i++) await database.ProbeAsync();

            Assert.Equal(Analytics.Port, await PortOfReadAsync(database, ReadRole.Api));
            Assert.True(Node(database, "edgardb-api").Health.IsHealthyFor(ReadRole.Analytics));
        }
        finally
        {
            await database.ExecuteAsync("select pg_wal_replay_resume()", Api);
        }

        await cluster.WaitForReplayAsync();
        for (var i = 0; i < 3; i++) await database.ProbeAsync();
        Assert.Equal(Api.Port, await PortOfReadAsync(database, ReadRole.Api));
    }

    [Fact]
    public async Task A_replica_with_an_older_version_than_asked_for_is_passed_over()
    {
        await using var database = await ProbedAsync();
        await database.ExecuteAsync("select pg_wal_replay_pause()", Api);
        try
        {
            await database.ExecuteAsync("update replication_heartbeat set beat = 2");
            await WaitForReplayAsync(database, Analytics);
            Task<(int Version, int Port)> ReadAsync(int least) => database.Router.ReadAsync(
                ReadRole.Api, (connection, token) => QueryAsync(connection, "select (beat::int, inet_server_port()) from replication_heartbeat", token), row => row.Item1 >= least, Token);

            Assert.Equal((0, Api.Port), await ReadAsync(least: 0));
            Assert.Equal((2, Analytics.Port), await ReadAsync(least: 2));
            Assert.Equal((2, cluster.Primary.Port), await ReadAsync(least: 3));
        }
        finally
        {
            await database.ExecuteAsync("select pg_wal_replay_resume()", Api);
        }
    }

    [Fact]
    public async Task Reads_go_on_without_a_failure_while_a_replica_is_killed()
    {
        await using var database = await StartAsync();
        var reading = ReadUntilOutAsync(database, "edgardb-api");

        await Api.KillAsync();

        Assert.Contains(Analytics.Port, await reading);
        await Api.StartAsync();
        await Waiting.UntilAsync(() => Node(database, "edgardb-api").Health.IsHealthyFor(ReadRole.Api));
    }

    [Fact]
    public async Task Reads_go_on_without_a_failure_while_a_replica_does_not_answer()
    {
        await using var database = await StartAsync();
        var reading = ReadUntilOutAsync(database, "edgardb-api");

        Api.Freeze();
        try
        {
            Assert.Contains(Analytics.Port, await reading);
        }
        finally
        {
            Api.Thaw();
        }

        await Waiting.UntilAsync(() => Node(database, "edgardb-api").Health.IsHealthyFor(ReadRole.Api));
    }

    [Fact]
    public async Task A_read_under_way_on_a_node_that_goes_out_is_repeated_elsewhere()
    {
        await using var database = await ProbedAsync();
        var attempts = 0;
        var reading = database.Router.ReadAsync(
            ReadRole.Api,
            async (connection, token) =>
            {
                if (Interlocked.Increment(ref attempts) == 1) await QueryAsync<int>(connection, "select 1 from pg_sleep(60)", token);
                return await QueryAsync<int>(connection, "select inet_server_port()", token);
            },
            null, Token);
        await Waiting.UntilAsync(() => Volatile.Read(ref attempts) == 1);

        Node(database, "edgardb-api").Health.ConnectionFailed();

        Assert.Equal(Analytics.Port, await reading);
    }

    [Fact]
    public async Task The_primary_stands_in_for_the_replicas_for_a_few_reads_at_a_time()
    {
        await using var database = await ProbedAsync(("EdgarApi:Routing:PrimaryConcurrency", "1"), ("EdgarApi:Routing:PrimaryWait", "00:00:00.05"));
        foreach (var replica in database.Nodes.Replicas) replica.Health.ConnectionFailed();
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = database.Router.ReadAsync(
            ReadRole.Api,
            async (connection, token) =>
            {
                entered.SetResult();
                await release.Task;
                return await QueryAsync<int>(connection, "select inet_server_port()", token);
            },
            null, Token);
        await entered.Task.InTimeAsync();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => PortOfReadAsync(database, ReadRole.Api));

        release.SetResult();
        Assert.Equal(cluster.Primary.Port, await first);
        Assert.Equal(cluster.Primary.Port, await PortOfReadAsync(database, ReadRole.Api));
    }

    [Fact]
    public async Task Fifty_reads_are_under_way_at_once_and_the_others_wait()
    {
        await using var database = await ProbedAsync(("EdgarApi:Postgres:MaxPoolSize", "60"));
        var (gate, atOnce, most) = (new Lock(), 0, 0);
        var (full, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var reads = Enumerable.Range(0, 60).Select(_ => database.Router.ReadAsync(
            ReadRole.Api,
            async (connection, token) =>
            {
                lock (gate)
                {
                    most = Math.Max(most, ++atOnce);
                    if (atOnce == 50) full.TrySetResult();
                }

                await release.Task.WaitAsync(token);
                var one = await QueryAsync<int>(connection, "select 1", token);
                lock (gate) atOnce--;
                return one;
            },
            null, Token)).ToArray();
        await full.Task.InTimeAsync();

        release.SetResult();
        Assert.Equal(60, (await Task.WhenAll(reads)).Sum());
        Assert.Equal(50, most);
    }

    [Fact]
    public async Task A_wrong_query_fails_at_once_and_makes_no_node_ill()
    {
        await using var database = await ProbedAsync();
        var attempts = 0;

        await Assert.ThrowsAsync<PostgresException>(() => database.Router.ReadAsync(
            ReadRole.Api,
            (connection, token) =>
            {
                attempts++;
                return QueryAsync<int>(connection, "select no_such_column", token);
            },
            null, Token));

        Assert.Equal(1, attempts);
        Assert.True(Node(database, "edgardb-api").Health.IsHealthyFor(ReadRole.Api));
    }

    private static RoutedNode Node(EdgarDatabase database, string name) => database.Nodes.All.Single(node => node.Name == name);

    private static Task<int> PortOfReadAsync(EdgarDatabase database, ReadRole role) => database.Router.ReadAsync(
        role, (connection, token) => QueryAsync<int>(connection, "select inet_server_port()", token), null, Token);

    /// <summary>Reads one after the other until the node is out and for some reads after; the ports that served them.</summary>
    private static async Task<HashSet<int>> ReadUntilOutAsync(EdgarDatabase database, string node)
    {
        var ports = new HashSet<int>();
        await Waiting.UntilAsync(
            async () =>
            {
                ports.Add(await PortOfReadAsync(database, ReadRole.Api));
                return !Node(database, node).Health.IsReachable;
            }, what: $"{node} to be out");
        for (var i = 0; i < 20; i++) ports.Add(await PortOfReadAsync(database, ReadRole.Api));
        return ports;
    }

    private static async Task WaitForReplayAsync(EdgarDatabase database, PostgresNode replica)
    {
        var target = await database.ScalarAsync<string>("select pg_current_wal_lsn()::text");
        await Waiting.UntilAsync(() => database.ScalarAsync<bool>($"select pg_last_wal_replay_lsn() >= '{target}'::pg_lsn", replica));
    }

    private static async Task<T> QueryAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<(int, int)> QueryAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var row = await QueryAsync<object[]>(connection, sql, cancellationToken);
        return ((int)row[0], (int)row[1]);
    }

    private async Task<EdgarDatabase> StartAsync()
    {
        var database = await EdgarDatabase.CreateAsync(cluster);
        await database.StartAsync();
        return database;
    }

    private async Task<EdgarDatabase> ProbedAsync(params (string Key, string Value)[] settings)
    {
        var database = await EdgarDatabase.CreateAsync(cluster, [.. EdgarDatabase.Patient, .. settings]);
        await database.ProbeAsync();
        return database;
    }
}
