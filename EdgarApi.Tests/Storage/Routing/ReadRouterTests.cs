using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Schema;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace EdgarApi.Tests.Storage.Routing;

/// <summary>A separate cluster, because these tests break nodes. Each test repairs them at the end.</summary>
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
    public async Task Replicas_of_one_role_alternate_and_an_unavailable_one_is_skipped()
    {
        await using var database = await EdgarDatabase.CreateAsync(cluster);
        using var process = database.Another(
            time: null, [.. EdgarDatabase.Patient, ("ConnectionStrings:edgardb-api-2", Analytics.ConnectionString(database.Name))]);
        var (router, nodes) = (process.Services.GetRequiredService<IReadRouter>(), process.Services.GetRequiredService<NodeSet>());
        foreach (var node in nodes.All) node.Health.Answered(TimeSpan.Zero);

        var ports = new List<int>();
        for (var i = 0; i < 6; i++) ports.Add(await PortOfReadAsync(router, ReadRole.Api, Freshness.Any));
        Assert.Equal([3, 3], ports.CountBy(port => port).Select(count => count.Value));
        Assert.DoesNotContain(ports.Zip(ports.Skip(1)), pair => pair.First == pair.Second);

        nodes.All.Single(node => node.Name == "edgardb-api-2").Health.ConnectionFailed();
        for (var i = 0; i < 3; i++) Assert.Equal(Api.Port, await PortOfReadAsync(router, ReadRole.Api, Freshness.Any));
    }

    /// <summary>Uses a fake clock. The replica accepts the read but never responds, and no probe detects it.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 5)] // the primary must not get the reads of a slow replica too soon
    public async Task A_read_on_an_unresponsive_replica_moves_on_after_a_second_if_another_replica_can_serve_it(
        bool hasOther, int seconds)
    {
        await using var database = await EdgarDatabase.CreateAsync(cluster);
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var process = database.Another(time, ("EdgarApi:Postgres:ConnectTimeout", "00:00:30"));
        var nodes = process.Services.GetRequiredService<NodeSet>();
        foreach (var node in nodes.All) node.Health.Answered(TimeSpan.Zero);
        if (!hasOther) nodes.All.Single(node => node.Name == "edgardb-analytics").Health.ConnectionFailed();
        var attempts = 0;
        var reading = process.Services.GetRequiredService<IReadRouter>().ReadAsync(
            ReadRole.Api, Freshness.Any,
            async (connection, token) =>
            {
                if (Interlocked.Increment(ref attempts) == 1) await Task.Delay(Timeout.Infinite, token);
                return await QueryAsync<int>(connection, "select inet_server_port()", token);
            },
            Token);
        await Waiting.UntilAsync(() => Volatile.Read(ref attempts) == 1);

        time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Assert.Equal((false, 1), (reading.IsCompleted, Volatile.Read(ref attempts)));
        time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(hasOther ? Analytics.Port : cluster.Primary.Port, await reading.InTimeAsync());
        Assert.Equal(2, attempts);
    }

    [Fact]
    public void Probes_take_out_a_replica_that_does_not_respond_within_five_seconds()
    {
        var options = new RoutingOptions();

        Assert.InRange(options.FailuresUntilOut * (options.ProbeInterval + options.ProbeTimeout), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Later_node_changes_are_logged_once_as_warnings_and_initial_ones_as_information()
    {
        await using var database = await EdgarDatabase.CreateAsync(cluster, EdgarDatabase.Patient);
        var log = new FakeLogCollector();
        var nodes = database.Nodes;
        var prober = new NodeProber(
            nodes, new ReplayLag(Heartbeat.Interval), Options.Create(new RoutingOptions()), TimeProvider.System,
            new FakeLogger<NodeProber>(log));
        var api = Node(database, "edgardb-api");
        await prober.ProbeAsync(nodes.Primary, Token);
        await prober.ProbeAsync(api, Token);
        Assert.Equal(["Information edgardb serves reads", "Information edgardb-api serves reads"], Logged());
        log.Clear();
        await prober.ProbeAsync(api, Token);

        // Simulates a read that finds the node unavailable.
        api.Health.ConnectionFailed();
        await prober.ProbeAsync(api, Token);
        await prober.ProbeAsync(api, Token);
        await prober.ProbeAsync(api, Token);

        Assert.Equal(
            [
                "Warning edgardb-api serves no reads until it responds again: a read found it unavailable",
                "Warning edgardb-api serves reads again",
            ],
            Logged());

        IEnumerable<string> Logged() => log.GetSnapshot().Select(entry => $"{entry.Level} {entry.Message}");
    }

    [Fact]
    public async Task A_replica_with_stalled_replay_goes_out_and_comes_back()
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
    public async Task A_replica_with_an_older_version_than_requested_is_skipped()
    {
        await using var database = await ProbedAsync();
        await database.ExecuteAsync("insert into companies (cik, name, revision) values (320193, 'Apple Inc.', 1)");
        await cluster.WaitForReplayAsync();
        await database.ExecuteAsync("select pg_wal_replay_pause()", Api);
        try
        {
            await database.ExecuteAsync("update companies set revision = 2");
            await WaitForReplayAsync(database, Analytics);

            Assert.Equal(Api.Port, await PortOfReadAsync(database, ReadRole.Api, Freshness.AtLeast(Listed(revision: 1))));
            Assert.Equal(Analytics.Port, await PortOfReadAsync(database, ReadRole.Api, Freshness.AtLeast(Listed(revision: 2))));
            Assert.Equal(Analytics.Port, await PortOfReadAsync(database, ReadRole.Api, Freshness.AtLeast(2)));
        }
        finally
        {
            await database.ExecuteAsync("select pg_wal_replay_resume()", Api);
        }
    }

    [Fact]
    public async Task A_version_unknown_to_the_primary_is_rejected_but_an_announced_revision_is_not()
    {
        await using var database = await ProbedAsync();
        await database.ExecuteAsync("insert into companies (cik, name, revision) values (320193, 'Apple Inc.', 1)");
        await cluster.WaitForReplayAsync();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(
            () => PortOfReadAsync(database, ReadRole.Api, Freshness.AtLeast(Listed(revision: 2))));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(
            () => PortOfReadAsync(
                database, ReadRole.Api, Freshness.AtLeast(Listed(revision: 1), Listed(revision: 1) with { Cik = new Cik(1045810) })));
        Assert.Equal(cluster.Primary.Port, await PortOfReadAsync(database, ReadRole.Api, Freshness.AtLeast(2)));
    }

    [Fact]
    public async Task Reads_continue_without_failures_while_a_replica_is_killed()
    {
        await using var database = await StartAsync();
        var reading = ReadUntilOutAsync(database, "edgardb-api");

        await Api.KillAsync();

        Assert.Contains(Analytics.Port, await reading);
        await Api.StartAsync();
        await Waiting.UntilAsync(() => Node(database, "edgardb-api").Health.IsHealthyFor(ReadRole.Api));
    }

    [Fact]
    public async Task Reads_continue_without_failures_while_a_replica_does_not_respond()
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
    public async Task A_read_in_progress_on_a_node_that_goes_out_is_retried_elsewhere()
    {
        await using var database = await ProbedAsync();
        var attempts = 0;
        var reading = database.Router.ReadAsync(
            ReadRole.Api, Freshness.Any,
            async (connection, token) =>
            {
                if (Interlocked.Increment(ref attempts) == 1) await QueryAsync<int>(connection, "select 1 from pg_sleep(60)", token);
                return await QueryAsync<int>(connection, "select inet_server_port()", token);
            },
            Token);
        await Waiting.UntilAsync(() => Volatile.Read(ref attempts) == 1);

        Node(database, "edgardb-api").Health.ConnectionFailed();

        Assert.Equal(Analytics.Port, await reading);
    }

    [Fact]
    public async Task The_primary_replaces_the_replicas_for_a_few_concurrent_reads()
    {
        await using var database = await ProbedAsync(
            ("EdgarApi:Routing:PrimaryConcurrency", "1"), ("EdgarApi:Routing:PrimaryWait", "00:00:00.05"));
        foreach (var replica in database.Nodes.Replicas)
            replica.Health.ConnectionFailed();
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = database.Router.ReadAsync(
            ReadRole.Api, Freshness.Any,
            async (connection, token) =>
            {
                entered.SetResult();
                await release.Task;
                return await QueryAsync<int>(connection, "select inet_server_port()", token);
            },
            Token);
        await entered.Task.InTimeAsync();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => PortOfReadAsync(database, ReadRole.Api));

        release.SetResult();
        Assert.Equal(cluster.Primary.Port, await first);
        Assert.Equal(cluster.Primary.Port, await PortOfReadAsync(database, ReadRole.Api));
    }

    [Fact]
    public async Task Fifty_reads_run_concurrently_and_the_others_wait()
    {
        await using var database = await ProbedAsync(("EdgarApi:Postgres:MaxPoolSize", "60"));
        var (gate, atOnce, most) = (new Lock(), 0, 0);
        var (full, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var reads = Enumerable.Range(0, 60).Select(_ => database.Router.ReadAsync(
            ReadRole.Api, Freshness.Any,
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
            Token)).ToArray();
        await full.Task.InTimeAsync();

        release.SetResult();
        Assert.Equal(60, (await Task.WhenAll(reads)).Sum());
        Assert.Equal(50, most);
    }

    [Fact]
    public async Task An_invalid_query_fails_immediately_and_does_not_mark_a_node_unhealthy()
    {
        await using var database = await ProbedAsync();
        var attempts = 0;

        await Assert.ThrowsAsync<PostgresException>(() => database.Router.ReadAsync(
            ReadRole.Api, Freshness.Any,
            (connection, token) =>
            {
                attempts++;
                return QueryAsync<int>(connection, "select no_such_column", token);
            },
            Token));

        Assert.Equal(1, attempts);
        Assert.True(Node(database, "edgardb-api").Health.IsHealthyFor(ReadRole.Api));
    }

    private static RoutedNode Node(EdgarDatabase database, string name) => database.Nodes.All.Single(node => node.Name == name);

    private static CompanyEntry Listed(long revision) =>
        new(SomeCompanies.Apple, "Apple Inc.", ["AAPL"], null, [], 0, "", null, null) { Revision = revision };

    private static Task<int> PortOfReadAsync(EdgarDatabase database, ReadRole role, Freshness? freshness = null) =>
        PortOfReadAsync(database.Router, role, freshness ?? Freshness.Any);

    private static Task<int> PortOfReadAsync(IReadRouter router, ReadRole role, Freshness freshness) => router.ReadAsync(
        role, freshness, (connection, token) => QueryAsync<int>(connection, "select inet_server_port()", token), Token);

    /// <summary>Reads repeatedly until the node is out and a few times more. Returns the ports that served the reads.</summary>
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
