using EdgarApi.Storage.Postgres;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EdgarApi.Tests.Storage.Postgres;

public class AdvisoryLockTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_one_holds_the_lock_at_a_time()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using (await AdvisoryLock.AcquireAsync("test", database.Primary, Token))
            Assert.Null(await AdvisoryLock.TryAcquireAsync("test", database.Primary, Token));
        await using var next = await AdvisoryLock.TryAcquireAsync("test", database.Primary, Token);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task A_lost_connection_releases_the_lock_and_cancels_the_token_and_disposing_does_not_fail()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using var turn = await AdvisoryLock.AcquireAsync("test", database.Primary, Token);
        var lost = new TaskCompletionSource();
        await using var hearing = turn.Lost.Register(lost.SetResult);

        await database.ExecuteAsync("""
            select pg_terminate_backend(pid) from pg_locks
            where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
            """);

        await lost.Task.InTimeAsync();
        await turn.DisposeAsync();
        await using var next = await AdvisoryLock.AcquireAsync("test", database.Primary, Token);
    }

    /// <summary>A killed process closes its socket while its server process executes a statement that takes an hour.</summary>
    [Fact]
    public async Task The_lock_of_a_killed_process_is_released_although_its_statement_runs()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        using var proxy = new TcpProxy(database.Cluster.Primary.Port);
        var throughProxy =
            new NpgsqlConnectionStringBuilder(database.Cluster.Primary.ConnectionString(database.Name)) { Port = proxy.Port };
        using var killed = database.Another(time: null, ("ConnectionStrings:edgardb", throughProxy.ConnectionString));
        var primary = killed.Services.GetRequiredKeyedService<NpgsqlDataSource>("edgardb");
        await using var held = await AdvisoryLock.AcquireAsync("test", primary, Token);
        var statement = primary.ExecuteAsync("select pg_advisory_lock(7), pg_sleep(3600)", null, Token);
        await Waiting.UntilAsync(() => database.ScalarAsync<bool>("select exists (select from pg_locks where objid = 7 and granted)"));

        proxy.Cut();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => statement.InTimeAsync());
        await Waiting.UntilAsync(() => database.ScalarAsync<bool>("select not exists (select from pg_locks where objid = 7)"));
        await using var next = await AdvisoryLock.AcquireAsync("test", database.Primary, Token).InTimeAsync();
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_the_lock_to_others()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using (await AdvisoryLock.AcquireAsync("test", database.Primary, Token))
        {
            using var patience = new CancellationTokenSource();
            var waiting = AdvisoryLock.AcquireAsync("test", database.Primary, patience.Token);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTimeAsync());
        }

        await using var next = await AdvisoryLock.TryAcquireAsync("test", database.Primary, Token);
        Assert.NotNull(next);
    }
}
