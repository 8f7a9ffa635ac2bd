using Dapper;
using EdgarApi.Storage.Postgres;
using EdgarApi.Tests.Servers;
using Npgsql;

namespace EdgarApi.Tests.Storage.Postgres;

public sealed class ResultReaderTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A thread that blocks until the row has arrived would not notice the cancellation.</summary>
    [Fact]
    public async Task A_read_of_a_large_row_can_be_canceled_while_the_network_delivers_nothing_more()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        using var proxy = new TcpProxy(database.Cluster.Primary.Port);
        await using var connection = await ConnectAsync(database, proxy);
        using var canceling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        const int firstPart = 64 * 1024; // more than the driver's buffer
        proxy.Fail(new NetworkFault(BytesPerSecond: 20 * firstPart));

        var reading = connection.ReadSingleAsync<byte[]>(
            new CommandDefinition("select convert_to(repeat('x', 50000000), 'UTF8')", cancellationToken: canceling.Token));
        await Waiting.UntilAsync(() => proxy.Delivered > firstPart);
        proxy.Fail(new NetworkFault(IsBlackHole: true));
        await canceling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.InTimeAsync());
        proxy.Cut(); // or the server still sends, and no database can be dropped
    }

    [Fact]
    public async Task Results_of_several_statements_are_read_in_order()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using var connection = await database.Primary.OpenConnectionAsync(Token);
        await using var results = await ResultReader.OpenAsync(connection, new CommandDefinition(
            "select generate_series(1, 3); select 1, 'a' where false; select 4::bigint", cancellationToken: Token));

        Assert.Equal([1, 2, 3], await results.ReadRowsAsync<int>());
        Assert.Null(await results.ReadSingleOrDefaultAsync<(int, string)?>());
        Assert.Equal(4, await results.ReadSingleAsync<long>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => results.ReadRowsAsync<int>());
    }

    [Fact]
    public async Task Single_columns_are_read_as_texts_numbers_of_another_size_and_null()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using var connection = await database.Primary.OpenConnectionAsync(Token);

        Assert.Equal(["a", null], await connection.ReadRowsAsync<string?>(Select("'a' union all select null")));
        Assert.Equal(2L, await connection.ReadSingleAsync<long>(Select("2::int")));
        Assert.Equal(2L, await connection.ReadSingleAsync<long?>(Select("2::int")));
        Assert.Null(await connection.ReadSingleAsync<long?>(Select("null::bigint")));
        await Assert.ThrowsAsync<InvalidCastException>(() => connection.ReadSingleAsync<long>(Select("null::bigint")));

        static CommandDefinition Select(string values) => new("select " + values, cancellationToken: Token);
    }

    /// <summary>Without a timeout of commands, so that only a cancellation ends a read.</summary>
    private static async Task<NpgsqlConnection> ConnectAsync(EdgarDatabase database, TcpProxy proxy)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.Primary.ConnectionString)
        {
            Host = "127.0.0.1", Port = proxy.Port, Password = PostgresNode.Password, CommandTimeout = 0, Pooling = false,
            Timeout = 1, // of the connection that asks the server to cancel
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Token);
        return connection;
    }
}
