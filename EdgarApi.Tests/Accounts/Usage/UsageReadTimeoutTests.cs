#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using EdgarApi.Accounts;
using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Figures;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace EdgarApi.Tests.Accounts.Usage;

/// <summary>Reads of usage on servers where the query sleeps for an hour.</summary>
public sealed class UsageReadTimeoutTests(SharedServers servers) : IAsyncLifetime
{
    private static readonly Caller Caller =
        new("k9", new TierCatalog().Find("pro")!, KeyScope.Read, KeyId: 9, UserId: 7, OrganizationId: 5);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private EdgarDatabase _database = null!;
    private IHost _process = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await _database.ExecuteAsync(
            """
            alter table usage_daily rename to usage_without_sleep;
            create view usage_daily as select u.* from pg_sleep(3600) left join usage_without_sleep u on true;
            grant select on usage_daily to public;
            """);
        await _database.Cluster.WaitForReplayAsync();
        _process = _database.Another(_time, EdgarDatabase.Patient);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Dispose();
        await _database.DisposeAsync();
    }

    /// <summary>The clock of the process stands still, so only the server can end the statement.</summary>
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task The_server_ends_the_statement_by_itself()
    {
        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => ReadAsync(TimeSpan.FromSeconds(1)));

        var cause = Assert.IsType<PostgresException>(error.InnerException);
        Assert.Equal("canceling statement due to statement timeout", cause.MessageText);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task The_limit_is_for_all_nodes_together()
    {
        var limit = TimeSpan.FromSeconds(50); // less than the attempt on one node
        var read = ReadAsync(limit);
        await Waiting.UntilAsync(async () => await CountSleepingAsync() == 1);
        _time.Advance(limit);

        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => read);
        Assert.Equal("Usage was not read within 50 s.", error.Message);
        await Waiting.UntilAsync(async () => await CountSleepingAsync() == 0);
    }

    private Task<UsageReport> ReadAsync(TimeSpan timeout) => new UsageReader(
        _process.Services.GetRequiredService<IReadRouter>(), Options.Create(new UsageOptions { ReadTimeout = timeout }), _time)
        .ReadAsync(Caller, wholeOrganization: false, new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31), Token);

    private async Task<long> CountSleepingAsync()
    {
        var sleeping = 0L;
        foreach (var node in (PostgresNode[])[_database.Cluster.Primary, .. _database.Cluster.Replicas])
        {
            sleeping += await _database.ScalarAsync<long>(
                $"select count(*) from pg_stat_activity where datname = '{_database.Name}' and wait_event = 'PgSleep'", node);
        }

        return sleeping;
    }
}
