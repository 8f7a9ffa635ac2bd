using EdgarApi.Accounts.Usage.Partitions;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EdgarApi.Tests.Accounts.Usage;

#pragma warning disable xUnit1069 // False positive: the test uses its cancellation token through the property Token.
public sealed class UsagePartitionsTests(SharedServers servers) : IAsyncLifetime
{
    private static readonly DateOnly First = new(2026, 2, 27);

    private EdgarDatabase _database = null!;
    private UsagePartitions _partitions = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        _partitions = new UsagePartitions(_database.Primary, NullLogger<UsagePartitions>.Instance);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Each_UTC_day_has_a_partition_for_its_rows()
    {
        await _partitions.CreateAsync(First, First.AddDays(3), Token);
        await InsertAsync("2026-02-28T23:59:59.999999Z", "2026-03-01T00:00:00Z");

        Assert.Equal(["api_usage_20260227", "api_usage_20260228", "api_usage_20260301", "api_usage_20260302"], await AttachedAsync());
        Assert.Equal((1L, 1L), (await CountAsync("api_usage_20260228"), await CountAsync("api_usage_20260301")));
    }

    [Fact]
    public async Task Partitions_are_vacuumed_with_the_specified_scale_factors()
    {
        await _partitions.CreateAsync(First, First, Token);

        var options = await _database.ScalarAsync<string[]>("select reloptions from pg_class where relname = 'api_usage_20260227'");

        Assert.Contains("autovacuum_vacuum_scale_factor=0.1", options);
        Assert.Contains("autovacuum_analyze_scale_factor=0.05", options);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Writers_continue_while_partitions_are_added_and_dropped()
    {
        await _partitions.CreateAsync(First, First.AddDays(1), Token);
        await using var connection = await _database.Primary.OpenConnectionAsync(Token);
        await using (var writing = await connection.BeginTransactionAsync(Token))
        {
            await ExecuteAsync(connection, Insert("2026-02-28T12:00:00Z"));
            await _partitions.CreateAsync(First.AddDays(2), First.AddDays(2), Token);

            // Detaching waits for the writer but lets others write.
            var dropping = _partitions.DropBeforeAsync(First.AddDays(1), _ => true, Token);
            await WaitAsync(
                """
                select exists (
                    select from pg_stat_activity
                    where query like 'alter table api_usage detach%' and wait_event_type = 'Lock' and datname = current_database())
                """);
            await InsertAsync("2026-02-28T12:00:01Z", "2026-03-01T12:00:00Z");
            await writing.CommitAsync(Token);
            await dropping;
        }

        Assert.Equal(["api_usage_20260228", "api_usage_20260301"], await AttachedAsync());
        Assert.Equal(3, await CountAsync("api_usage"));
    }

    [Fact]
    public async Task An_interrupted_attempt_is_finished_by_the_next()
    {
        await _partitions.CreateAsync(First, First.AddDays(2), Token);
        await _database.ExecuteAsync("alter table api_usage detach partition api_usage_20260301");
        await _database.ExecuteAsync("alter table api_usage detach partition api_usage_20260227");

        await _partitions.CreateAsync(First.AddDays(1), First.AddDays(2), Token);
        await _partitions.DropBeforeAsync(First.AddDays(1), _ => true, Token);

        Assert.Equal(["api_usage_20260228", "api_usage_20260301"], await AttachedAsync());
        Assert.Equal(0L, await _database.ScalarAsync<long>("select count(*) from pg_class where relname = 'api_usage_20260227'"));
    }

    [Fact]
    public async Task A_partition_that_is_still_needed_is_kept()
    {
        await _partitions.CreateAsync(First, First.AddDays(2), Token);

        await _partitions.DropBeforeAsync(First.AddDays(2), day => day != First, Token);

        Assert.Equal(["api_usage_20260227", "api_usage_20260301"], await AttachedAsync());
    }

    private static string Insert(string timestamp) => $"""
        insert into api_usage (request_timestamp, endpoint, status_code, duration_us, response_bytes)
        values ('{timestamp}', 'GET /', 200, 1, 1)
        """;

    private async Task InsertAsync(params string[] timestamps)
    {
        await using var connection = await _database.Primary.OpenConnectionAsync(Token);
        foreach (var timestamp in timestamps) await ExecuteAsync(connection, Insert(timestamp));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private Task WaitAsync(string condition) => Waiting.UntilAsync(() => _database.ScalarAsync<bool>(condition), what: condition);

    private Task<long> CountAsync(string table) => _database.ScalarAsync<long>($"select count(*) from {table}");

    private Task<string[]> AttachedAsync() => _database.ScalarAsync<string[]>("""
        select array_agg(c.relname::text order by c.relname)
        from pg_inherits p join pg_class c on c.oid = p.inhrelid
        where p.inhparent = 'api_usage'::regclass
        """);
}
