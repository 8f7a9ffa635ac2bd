using EdgarApi.Operations.Drills;
using EdgarApi.Tests.Servers;
using Npgsql;

namespace EdgarApi.Tests.Operations.Drills;

/// <summary>How the restore drill sees whether two databases have the same content.</summary>
public sealed class DatabaseDigestTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("update a set name = 'Two' where id = 2", "public.a")]
    [InlineData("insert into b values (1)", "public.b")]
    [InlineData("delete from a", "public.a")]
    [InlineData("create table c (id int)", "public.c")]
    [InlineData("update a set name = case id when 1 then 'two' else 'one' end", "public.a")]
    public async Task A_change_is_found_in_its_table(string change, string table)
    {
        await using var source = await CreateAsync();
        var before = await ReadAsync(source);

        await ExecuteAsync(source, change);

        var difference = Assert.Single(before.FindDifferences(await ReadAsync(source)));
        Assert.StartsWith($"{table}: ", difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_order_of_rows_does_not_matter()
    {
        await using var source = await CreateAsync();
        var before = await ReadAsync(source);

        await ExecuteAsync(source, "delete from a where id = 1");
        await ExecuteAsync(source, "insert into a values (1, 'one')");

        Assert.Empty(before.FindDifferences(await ReadAsync(source)));
        Assert.Equal(2, before.Rows);
    }

    [Fact]
    public async Task A_quiet_moment_sees_what_was_committed_before_it_and_delays_writers_only_until_it_is_found()
    {
        await using var source = await CreateAsync();
        var before = await ReadAsync(source);
        await using var writer = await source.OpenConnectionAsync(Token);
        await using var writing = await writer.BeginTransactionAsync(Token);
        await using (var insert = new NpgsqlCommand("insert into b values (1)", writer)) await insert.ExecuteNonQueryAsync(Token);

        var finding = QuietMoment.FindAsync(new DatabaseServer("primary", source.ConnectionString, ""), Token);
        await writing.CommitAsync(Token);
        await using var moment = await finding;
        await ExecuteAsync(source, "insert into b values (2)");

        var seen = await DatabaseDigest.ReadAsync(moment.Snapshot, Token);
        Assert.Equal((0, 1), (before.Tables["public.b"].Rows, seen.Tables["public.b"].Rows));
        Assert.Equal(2, (await ReadAsync(source)).Tables["public.b"].Rows);
    }

    private async Task<NpgsqlDataSource> CreateAsync()
    {
        var cluster = await servers.PostgresAsync();
        var builder = new NpgsqlConnectionStringBuilder(cluster.Primary.ConnectionString(await cluster.CreateDatabaseAsync()))
        {
            PersistSecurityInfo = true,
        };
        var source = NpgsqlDataSource.Create(builder);
        await ExecuteAsync(source, "create table a (id int, name text)");
        await ExecuteAsync(source, "create table b (id int)");
        await ExecuteAsync(source, "insert into a values (1, 'one'), (2, 'two')");
        return source;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<DatabaseDigest> ReadAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync(Token);
        return await DatabaseDigest.ReadAsync(connection, Token);
    }
}
