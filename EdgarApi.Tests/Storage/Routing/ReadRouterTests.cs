using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace EdgarApi.Tests.Storage.Routing;

/// <summary>Which node serves a read, and what happens if it cannot.</summary>
[Collection<BrokenNodes>]
public sealed class ReadRouterTests(PostgresCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgresNode Api => cluster.Replicas[0];

    private PostgresNode Analytics => cluster.Replicas[1];

    [Fact]
    public async Task Each_role_reads_from_its_own_replica()
    {
        await using var database = await cluster.CreateProbedAsync();

        Assert.Equal(Api.Port, await database.GetPortAsync(ReadRole.Api));
        Assert.Equal(Analytics.Port, await database.GetPortAsync(ReadRole.Analytics));
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
        for (var i = 0; i < 6; i++) ports.Add(await router.GetPortAsync(ReadRole.Api, Freshness.Any));
        Assert.Equal([3, 3], ports.CountBy(port => port).Select(count => count.Value));
        Assert.DoesNotContain(ports.Zip(ports.Skip(1)), pair => pair.First == pair.Second);

        nodes.All.Single(node => node.Name == "edgardb-api-2").Health.ConnectionFailed();
        for (var i = 0; i < 3; i++) Assert.Equal(Api.Port, await router.GetPortAsync(ReadRole.Api, Freshness.Any));
    }

    /// <summary>
    /// Npgsql waits in the thread that cancels until the server has received the cancellation. This one receives nothing.
    /// </summary>
    [Fact]
    public async Task Canceling_a_read_on_an_unresponsive_node_keeps_no_thread()
    {
        // As long as Npgsql would wait.
        await using var database = await cluster.CreateProbedAsync(("EdgarApi:Postgres:ConnectTimeout", "00:05:00"));
        using var caller = new CancellationTokenSource();
        var isSent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = database.Router.ReadAsync(ReadRole.Api, Freshness.Any, ReadAsync, caller.Token);
        try
        {
            await isSent.Task.InTimeAsync();
            await Task.Run(caller.Cancel, Token).InTimeAsync("the cancellation");
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        }
        finally
        {
            Api.Thaw();
        }

        async Task<int> ReadAsync(NpgsqlConnection connection, CancellationToken token)
        {
            Api.Freeze();
            var port = connection.ScalarAsync<int>("select inet_server_port()", token);
            isSent.SetResult();
            return await port;
        }
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
                return await connection.ScalarAsync<int>("select inet_server_port()", token);
            },
            Token);
        await Waiting.UntilAsync(() => Volatile.Read(ref attempts) == 1);

        time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Assert.Equal((false, 1), (reading.IsCompleted, Volatile.Read(ref attempts)));
        time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(hasOther ? Analytics.Port : cluster.Primary.Port, await reading.InTimeAsync());
        Assert.Equal(2, attempts);
    }

    /// <summary>The node responds to checks, as over a network that delivers a few bytes in time and no snapshot.</summary>
    [Fact]
    public async Task A_read_that_waits_while_another_replica_responds_moves_there_and_others_follow()
    {
        await using var database = await cluster.CreateProbedAsync(("EdgarApi:Routing:SuspectAfter", "00:00:01"));
        var slow = database.GetNode("edgardb-api").Health;
        var attempts = 0;

        var port = await database.Router.ReadAsync(
            ReadRole.Api, Freshness.Any,
            async (connection, token) =>
            {
                if (Interlocked.Increment(ref attempts) == 1) await connection.ScalarAsync<int>("select 1 from pg_sleep(600)", token);
                return await connection.ScalarAsync<int>("select inet_server_port()", token);
            },
            Token).InTimeAsync();

        Assert.Equal((Analytics.Port, 2), (port, attempts));
        Assert.Equal((true, true), (slow.IsReachable, slow.IsSlow));
        Assert.Equal(Analytics.Port, await database.GetPortAsync(ReadRole.Api));

        for (var probes = NodeHealth.SlowPeriod / new RoutingOptions().ProbeInterval; probes > 0; probes--) slow.Answered(TimeSpan.Zero);
        Assert.False(slow.IsSlow);
        Assert.Equal(Api.Port, await database.GetPortAsync(ReadRole.Api));
    }

    [Fact]
    public async Task A_read_waits_for_the_only_replica_although_the_primary_responds()
    {
        await using var database = await cluster.CreateProbedAsync(("EdgarApi:Routing:SuspectAfter", "00:00:00.2"));
        database.GetNode("edgardb-analytics").Health.ConnectionFailed();
        var attempts = 0;

        var port = await database.Router.ReadAsync(
            ReadRole.Api, Freshness.Any,
            async (connection, token) =>
            {
                Interlocked.Increment(ref attempts);
                // Longer than the check takes.
                await connection.ScalarAsync<int>("select 1 from pg_sleep(1)", token);
                return await connection.ScalarAsync<int>("select inet_server_port()", token);
            },
            Token).InTimeAsync();

        Assert.Equal((Api.Port, 1), (port, attempts));
        Assert.False(database.GetNode("edgardb-api").Health.IsSlow);
    }

    [Fact]
    public async Task A_read_in_progress_on_a_node_that_goes_out_is_retried_elsewhere()
    {
        await using var database = await cluster.CreateProbedAsync();
        var attempts = 0;
        var reading = database.Router.ReadAsync(
            ReadRole.Api, Freshness.Any,
            async (connection, token) =>
            {
                if (Interlocked.Increment(ref attempts) == 1) await connection.ScalarAsync<int>("select 1 from pg_sleep(60)", token);
                return await connection.ScalarAsync<int>("select inet_server_port()", token);
            },
            Token);
        await Waiting.UntilAsync(() => Volatile.Read(ref attempts) == 1);

        database.GetNode("edgardb-api").Health.ConnectionFailed();

        Assert.Equal(Analytics.Port, await reading);
    }

    [Fact]
    public async Task The_primary_replaces_the_replicas_for_a_few_concurrent_reads()
    {
        await using var database = await cluster.CreateProbedAsync(
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
                return await connection.ScalarAsync<int>("select inet_server_port()", token);
            },
            Token);
        await entered.Task.InTimeAsync();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => database.GetPortAsync(ReadRole.Api));

        release.SetResult();
        Assert.Equal(cluster.Primary.Port, await first);
        Assert.Equal(cluster.Primary.Port, await database.GetPortAsync(ReadRole.Api));
    }

    [Fact]
    public async Task Fifty_reads_run_concurrently_and_the_others_wait()
    {
        await using var database = await cluster.CreateProbedAsync(("EdgarApi:Postgres:MaxPoolSize", "60"));
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
                var one = await connection.ScalarAsync<int>("select 1", token);
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
        await using var database = await cluster.CreateProbedAsync();
        var attempts = 0;

        await Assert.ThrowsAsync<PostgresException>(() => database.Router.ReadAsync(
            ReadRole.Api, Freshness.Any,
            (connection, token) =>
            {
                attempts++;
                return connection.ScalarAsync<int>("select no_such_column", token);
            },
            Token));

        Assert.Equal(1, attempts);
        Assert.True(database.GetNode("edgardb-api").Health.IsHealthyFor(ReadRole.Api));
    }
}
