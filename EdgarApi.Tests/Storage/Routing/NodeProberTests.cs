using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace EdgarApi.Tests.Storage.Routing;

/// <summary>Nodes that go out, and come back.</summary>
[Collection<BrokenNodes>]
public sealed class NodeProberTests(PostgresCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgresNode Api => cluster.Replicas[0];

    private PostgresNode Analytics => cluster.Replicas[1];

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
            nodes, new ReplayLag(Heartbeat.Interval), Options.Create(new RoutingOptions { ProbeTimeout = TimeSpan.FromSeconds(30) }),
            TimeProvider.System, new FakeLogger<NodeProber>(log));
        var api = database.GetNode("edgardb-api");
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
        await using var database = await cluster.CreateProbedAsync();
        await database.ExecuteAsync("select pg_wal_replay_pause()", Api);
        try
        {
            await database.ExecuteAsync("update replication_heartbeat set beat = beat + 1, beaten_at = beaten_at + interval '3 seconds'");
            await database.WaitForReplayAsync(Analytics);
            for (var i = 0; i < 2; i++) await database.ProbeAsync();

            Assert.Equal(Analytics.Port, await database.GetPortAsync(ReadRole.Api));
            Assert.True(database.GetNode("edgardb-api").Health.IsHealthyFor(ReadRole.Analytics));
        }
        finally
        {
            await database.ExecuteAsync("select pg_wal_replay_resume()", Api);
        }

        await cluster.WaitForReplayAsync();
        for (var i = 0; i < 3; i++) await database.ProbeAsync();
        Assert.Equal(Api.Port, await database.GetPortAsync(ReadRole.Api));
    }

    [Fact]
    public async Task Reads_continue_without_failures_while_a_replica_is_killed()
    {
        await using var database = await cluster.StartDatabaseAsync();
        var reading = ReadUntilOutAsync(database, "edgardb-api");

        await Api.KillAsync();

        Assert.Contains(Analytics.Port, await reading);
        await Api.StartAsync();
        await Waiting.UntilAsync(() => database.GetNode("edgardb-api").Health.IsHealthyFor(ReadRole.Api));
    }

    [Fact]
    public async Task Reads_continue_without_failures_while_a_replica_does_not_respond()
    {
        await using var database = await cluster.StartDatabaseAsync();
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

        await Waiting.UntilAsync(() => database.GetNode("edgardb-api").Health.IsHealthyFor(ReadRole.Api));
    }

    /// <summary>No probes and no timeouts help here.</summary>
    [Fact]
    public async Task A_waiting_read_finds_out_that_its_node_does_not_respond()
    {
        await using var database = await cluster.CreateProbedAsync(("EdgarApi:Routing:SuspectAfter", "00:00:00.2"));
        Assert.Equal(Api.Port, await database.GetPortAsync(ReadRole.Api)); // opens the connection
        Api.Freeze();
        try
        {
            Assert.Equal(Analytics.Port, await database.GetPortAsync(ReadRole.Api));
            Assert.False(database.GetNode("edgardb-api").Health.IsReachable);
        }
        finally
        {
            Api.Thaw();
        }
    }

    [Fact]
    public async Task A_slow_node_that_serves_other_reads_is_not_taken_out_by_a_check()
    {
        await using var database = await cluster.CreateProbedAsync(("EdgarApi:Routing:SuspectAfter", "00:00:03"));
        var (prober, api) = (database.Services.GetRequiredService<NodeProber>(), database.GetNode("edgardb-api"));
        Api.Freeze();
        try
        {
            api.Responded(TimeProvider.System.GetTimestamp());
            await prober.CheckAsync();
            Assert.True(api.Health.IsReachable);

            await Waiting.UntilAsync(async () =>
            {
                await prober.CheckAsync();
                return !api.Health.IsReachable;
            });
        }
        finally
        {
            Api.Thaw();
        }
    }

    [Fact]
    public async Task A_read_that_waits_while_no_node_responds_takes_none_out()
    {
        await using var database = await cluster.CreateProbedAsync(
            ("EdgarApi:Routing:SuspectAfter", "00:00:00.2"), ("EdgarApi:Routing:ApiAttempt", "00:00:02"),
            ("EdgarApi:Routing:ApiFirstAttempt", "00:00:02"));
        foreach (var node in (PostgresNode[])[Api, Analytics, cluster.Primary]) node.Freeze();
        try
        {
            await Assert.ThrowsAsync<DatabaseUnavailableException>(() => database.GetPortAsync(ReadRole.Api));
            Assert.NotEmptyAndAll(database.Nodes.All, node => Assert.True(node.Health.IsReachable, node.Name));
        }
        finally
        {
            foreach (var node in (PostgresNode[])[Api, Analytics, cluster.Primary]) node.Thaw();
        }
    }

    [Fact]
    public async Task A_read_that_waits_has_the_nodes_checked_again_after_a_check_that_no_node_responded_to()
    {
        await using var database = await cluster.CreateProbedAsync(
            ("EdgarApi:Routing:SuspectAfter", "00:00:00.2"), ("EdgarApi:Routing:ApiAttempt", "00:01:00"),
            ("EdgarApi:Routing:ApiFirstAttempt", "00:01:00"));
        var prober = database.Services.GetRequiredService<NodeProber>();
        Assert.Equal(Api.Port, await database.GetPortAsync(ReadRole.Api)); // opens the connection
        PostgresNode[] others = [Analytics, cluster.Primary];
        foreach (var node in (PostgresNode[])[Api, .. others]) node.Freeze();
        try
        {
            var read = database.GetPortAsync(ReadRole.Api);
            // Each takes as long as the read waits before it has the nodes checked.
            for (var check = 0; check < 3; check++) await prober.CheckAsync();
            foreach (var node in others) node.Thaw();

            Assert.Equal(Analytics.Port, await read.InTimeAsync("the read"));
            Assert.False(database.GetNode("edgardb-api").Health.IsReachable);
        }
        finally
        {
            foreach (var node in (PostgresNode[])[Api, .. others]) node.Thaw();
        }
    }

    /// <summary>Reads repeatedly until the node is out and a few times more. Returns the ports that served the reads.</summary>
    private static async Task<HashSet<int>> ReadUntilOutAsync(EdgarDatabase database, string node)
    {
        var ports = new HashSet<int>();
        await Waiting.UntilAsync(
            async () =>
            {
                ports.Add(await database.GetPortAsync(ReadRole.Api));
                return !database.GetNode(node).Health.IsReachable;
            }, what: $"{node} to be out");
        for (var i = 0; i < 20; i++) ports.Add(await database.GetPortAsync(ReadRole.Api));
        return ports;
    }
}
