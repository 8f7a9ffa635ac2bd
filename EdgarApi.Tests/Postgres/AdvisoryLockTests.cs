using EdgarApi.Storage.Postgres;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Postgres;

public class AdvisoryLockTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_at_a_time_has_its_turn()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using (await AdvisoryLock.TakeAsync("test", database.Primary, Token))
            Assert.Null(await AdvisoryLock.TryTakeAsync("test", database.Primary, Token));
        await using var next = await AdvisoryLock.TryTakeAsync("test", database.Primary, Token);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task A_lost_connection_gives_the_turn_back_and_tells_so_and_its_end_is_no_failure()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using var turn = await AdvisoryLock.TakeAsync("test", database.Primary, Token);
        var lost = new TaskCompletionSource();
        await using var hearing = turn.Lost.Register(lost.SetResult);

        await database.ExecuteAsync("""
            select pg_terminate_backend(pid) from pg_locks
            where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
            """);

        await lost.Task.InTimeAsync();
        await turn.DisposeAsync();
        await using var next = await AdvisoryLock.TakeAsync("test", database.Primary, Token);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_the_turn_to_the_others()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using (await AdvisoryLock.TakeAsync("test", database.Primary, Token))
        {
            using var patience = new CancellationTokenSource();
            var waiting = AdvisoryLock.TakeAsync("test", database.Primary, patience.Token);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTimeAsync());
        }

        await using var next = await AdvisoryLock.TryTakeAsync("test", database.Primary, Token);
        Assert.NotNull(next);
    }
}
