using EdgarApi.Data.Postgres;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Postgres;

public class TurnTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_at_a_time_has_its_turn()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using (await Turn.TakeAsync("test", database.Primary, Token))
            Assert.Null(await Turn.TryTakeAsync("test", database.Primary, Token));
        await using var next = await Turn.TryTakeAsync("test", database.Primary, Token);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task A_lost_connection_gives_the_turn_back_and_tells_so_and_its_end_is_no_failure()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using var turn = await Turn.TakeAsync("test", database.Primary, Token);
        var lost = new TaskCompletionSource();
        await using var hearing = turn.Lost.Register(lost.SetResult);

        await database.ExecuteAsync("""
            select pg_terminate_backend(pid) from pg_locks
            where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
            """);

        await lost.Task.InTimeAsync();
        await turn.DisposeAsync();
        await using var next = await Turn.TakeAsync("test", database.Primary, Token);
    }

    /// <summary>The node's own, so that nobody else writes to its log.</summary>
    [Fact]
    public async Task The_servers_log_has_no_word_of_a_turn_that_was_taken_and_given_back()
    {
        await using var cluster = await PostgresCluster.StartAsync(replicas: 0);
        await using var database = await EdgarDatabase.CreateAsync(cluster);
        var before = cluster.Primary.Log.Count;
        for (var i = 0; i < 3; i++)
        {
            await using var turn = await Turn.TakeAsync("test", database.Primary, Token);
            Assert.False(turn.Lost.IsCancellationRequested);
            Assert.Null(await Turn.TryTakeAsync("test", database.Primary, Token));
        }

        Assert.DoesNotContain(cluster.Primary.Log.Skip(before), line => line.Contains("WARNING", StringComparison.Ordinal) || line.Contains("ERROR", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_the_turn_to_the_others()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using (await Turn.TakeAsync("test", database.Primary, Token))
        {
            using var patience = new CancellationTokenSource();
            var waiting = Turn.TakeAsync("test", database.Primary, patience.Token);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTimeAsync());
        }

        await using var next = await Turn.TryTakeAsync("test", database.Primary, Token);
        Assert.NotNull(next);
    }
}
