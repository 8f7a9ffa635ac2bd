using EdgarApi.Storage.Postgres;
using EdgarApi.Tests.Servers;
using Npgsql;

namespace EdgarApi.Tests.Storage.Postgres;

public sealed class DataSourceExtensionsTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Underscored_columns_map_to_properties_and_to_constructor_parameters()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        const string Sql = "select 2025 as fiscal_year, 'Apple' as company_name";

        Assert.Equal(
            new Row { FiscalYear = 2025, CompanyName = "Apple" }, await database.Primary.QuerySingleAsync<Row>(Sql, null, Token));
        Assert.Equal([new PositionalRow(2025, "Apple")], await database.Primary.QueryAsync<PositionalRow>(Sql, null, Token));
    }

    [Fact]
    public async Task No_row_is_null()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());

        Assert.Null(await database.Primary.QuerySingleOrDefaultAsync<long?>("select version from company_facts where cik = 0", null,
            Token));
    }

    [Fact]
    public async Task A_transaction_that_is_not_committed_is_rolled_back()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        const string Count = "select count(*) from companies where cik in (1, 2)";

        await using (var transaction = await database.Primary.BeginTransactionAsync(Token)) await InsertAsync(transaction, 1);
        await using (var transaction = await database.Primary.BeginTransactionAsync(Token))
        {
            await InsertAsync(transaction, 2);
            await transaction.CommitAsync(Token);
        }

        Assert.Equal(1, await database.Primary.QuerySingleAsync<long>(Count, null, Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pooled_connection_that_the_server_has_closed_does_not_hide_the_primary_of_several_hosts(bool transaction)
    {
        var cluster = await servers.PostgresAsync();
        await using var database = await EdgarDatabase.CreateAsync(cluster);
        var settings = new NpgsqlConnectionStringBuilder(database.Primary.ConnectionString)
        {
            Host = $"127.0.0.1:{cluster.Primary.Port},127.0.0.1:{FreePort.Next()}", Password = PostgresNode.Password,
            TargetSessionAttributes = "primary", HostRecheckSeconds = 3600,
        };
        await using var source = new NpgsqlDataSourceBuilder(settings.ConnectionString).BuildMultiHost();
        var backend = await source.QuerySingleAsync<int>("select pg_backend_pid()", null, Token);
        // As a promotion does, an hour before the driver looks at its hosts again.
        await database.Primary.QuerySingleAsync<bool>("select pg_terminate_backend(@backend, 10000)", new { backend }, Token);
        source.ClearDatabaseStates();

        if (transaction) await using (await source.BeginTransactionAsync(Token)) { }
        Assert.NotEqual(backend, await source.QuerySingleAsync<int>("select pg_backend_pid()", null, Token));
    }

    private static async Task InsertAsync(DatabaseTransaction transaction, long cik)
    {
        await using var command = new NpgsqlCommand($"insert into companies (cik, name) values ({cik}, 'name')", transaction.Connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private sealed record Row
    {
        public int FiscalYear { get; init; }

        public string CompanyName { get; init; } = "";
    }

    private sealed record PositionalRow(int FiscalYear, string CompanyName);
}
