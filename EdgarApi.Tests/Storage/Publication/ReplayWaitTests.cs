using EdgarApi.Storage.Publication;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Time.Testing;
using NpgsqlTypes;

namespace EdgarApi.Tests.Storage.Publication;

/// <summary>A separate cluster, because replay is paused on a replica.</summary>
public sealed class ReplayWaitTests(PostgresCluster cluster) : IClassFixture<PostgresCluster>
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publication_waits_until_the_replicas_have_replayed()
    {
        await using var database = await ProbedAsync();
        var position = await PositionAfterAWriteAsync(database);

        Assert.Empty(await new ReplayWait(database.Nodes, TimeProvider.System).WaitAsync(position, Token));

        foreach (var replica in cluster.Replicas)
            Assert.True(await HasReplayedAsync(database, replica, position));
    }

    [Fact]
    public async Task Publication_waits_at_most_five_seconds_and_names_the_lagging_replica()
    {
        await using var database = await ProbedAsync();
        await database.ExecuteAsync("select pg_wal_replay_pause()", cluster.Replicas[1]);
        try
        {
            Out(database, "edgardb-api");
            var waiting = new ReplayWait(database.Nodes, _time).WaitAsync(await PositionAfterAWriteAsync(database), Token);
            _time.Advance(TimeSpan.FromSeconds(4.9));
            Assert.False(waiting.IsCompleted);

            _time.Advance(TimeSpan.FromSeconds(0.2));
            Assert.Equal(["edgardb-analytics"], await waiting);
        }
        finally
        {
            await database.ExecuteAsync("select pg_wal_replay_resume()", cluster.Replicas[1]);
        }
    }

    [Fact]
    public async Task Publication_does_not_wait_for_a_replica_that_is_out()
    {
        await using var database = await ProbedAsync();
        await database.ExecuteAsync("select pg_wal_replay_pause()", cluster.Replicas[1]);
        try
        {
            Out(database, "edgardb-analytics");

            Assert.Empty(
                await new ReplayWait(database.Nodes, TimeProvider.System).WaitAsync(await PositionAfterAWriteAsync(database), Token));
        }
        finally
        {
            await database.ExecuteAsync("select pg_wal_replay_resume()", cluster.Replicas[1]);
        }
    }

    private async Task<EdgarDatabase> ProbedAsync()
    {
        var database = await EdgarDatabase.CreateAsync(cluster, EdgarDatabase.Patient);
        await database.ProbeAsync();
        return database;
    }

    private static void Out(EdgarDatabase database, string replica) =>
        database.Nodes.Replicas.Single(node => node.Name == replica).Health.ConnectionFailed();

    private static Task<bool> HasReplayedAsync(EdgarDatabase database, PostgresNode replica, NpgsqlLogSequenceNumber position) =>
        database.ScalarAsync<bool>($"select pg_last_wal_replay_lsn() >= '{position}'::pg_lsn", replica);

    private static async Task<NpgsqlLogSequenceNumber> PositionAfterAWriteAsync(EdgarDatabase database) =>
        (await database.Store.WriteAsync(SomeCompanies.Company(), Token))!.Position;
}
