using EdgarApi.Accounts.Usage.Partitions;
using EdgarApi.Tests.Postgres;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EdgarApi.Tests.Usage;

#pragma warning disable xUnit1069 // It does refer to the test's cancellation, through Token.
public sealed class UsagePartitionsTests(SharedServers servers) : IAsyncLifetime
{
    private static readonly DateOnly First = new(2026, 2, 27);

    private EdgarDatabase database = null!;
    private UsagePartitions partitions = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        partitions = new UsagePartitions(database.Primary, NullLogger<UsagePartitions>.Instance);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task There_is_one_a_UTC_day_and_each_takes_its_own_rows()
    {
        await partitions.CreateAsync(First, First.AddDays(3), Token);
        await InsertAsync("2026-02-28T23:59:59.999999Z", "2026-03-01T00:00:00Z");

        Assert.Equal(["api_usage_20260227", "api_usage_20260228", "api_usage_20260301", "api_usage_20260302"], await AttachedAsync());
        Assert.Equal((1L, 1L), (await CountAsync("api_usage_20260228"), await CountAsync("api_usage_20260301")));
    }

    [Fact]
    public async Task They_are_vacuumed_by_the_specification_s_factors()
    {
        await partitions.CreateAsync(First, First, Token);

        var options = await database.ScalarAsync<string[]>("select reloptions from pg_class where relname = 'api_usage_20260227'");

        Assert.Contains("autovacuum_vacuum_scale_factor=0.1", options);
        Assert.Contains("autovacuum_analyze_scale_factor=0.05", options);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Writers_go_on_while_they_come_and_go()
    {
        await partitions.CreateAsync(First, First.AddDays(1), Token);
        await using var connection = await database.Primary.OpenConnectionAsync(Token);
        await using (var writing = await connection.BeginTransactionAsync(Token))
        {
            await ExecuteAsync(connection, Insert("2026-02-28T12:00:00Z"));
            await partitions.CreateAsync(First.AddDays(2), First.AddDays(2), Token);

            // Detaching waits for the writer, and lets others write.
            var dropping = partitions.DropBeforeAsync(First.AddDays(1), _ => true, Token);
            await WaitAsync("select exists (select from pg_stat_activity where query like 'alter table api_usage detach%' and wait_event_type = 'Lock' and datname = current_database())");
            await InsertAsync("2026-02-28T12:00:01Z", "2026-03-01T12:00:00Z");
            await writing.CommitAsync(Token);
            await dropping;
        }

        Assert.Equal(["api_usage_20260228", "api_usage_20260301"], await AttachedAsync());
        Assert.Equal(3, await CountAsync("api_usage"));
    }

    [Fact]
    public async Task What_a_broken_attempt_left_is_finished_by_the_next()
    {
        await partitions.CreateAsync(First, First.AddDays(2), Token);
        await database.ExecuteAsync("alter table api_usage detach partition api_usage_20260301");
        await database.ExecuteAsync("alter table api_usage detach partition api_usage_20260227");

        await partitions.CreateAsync(First.AddDays(1), First.AddDays(2), Token);
        await partitions.DropBeforeAsync(First.AddDays(1), _ => true, Token);

        Assert.Equal(["api_usage_20260228", "api_usage_20260301"], await AttachedAsync());
        Assert.Equal(0L, await database.ScalarAsync<long>("select count(*) from pg_class where relname = 'api_usage_20260227'"));
    }

    [Fact]
    public async Task A_day_that_may_not_go_stays()
    {
        await partitions.CreateAsync(First, First.AddDays(2), Token);

        await partitions.DropBeforeAsync(First.AddDays(2), day => day != First, Token);

        Assert.Equal(["api_usage_20260227", "api_usage_20260301"], await AttachedAsync());
    }

    private static string Insert(string timestamp) => $"""
        insert into api_usage (request_timestamp, endpoint, status_code, duration_us, response_bytes) values ('{timestamp}', 'GET /', 200, 1, 1)
        """;

    private async Task InsertAsync(params string[] timestamps)
    {
        await using var connection = await database.Primary.OpenConnectionAsync(Token);
        foreach (var timestamp in timestamps) await ExecuteAsync(connection, Insert(timestamp));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private Task WaitAsync(string condition) => Waiting.UntilAsync(() => database.ScalarAsync<bool>(condition), what: condition);

    private Task<long> CountAsync(string table) => database.ScalarAsync<long>($"select count(*) from {table}");

    private Task<string[]> AttachedAsync() => database.ScalarAsync<string[]>(
        "select array_agg(c.relname::text order by c.relname) from pg_inherits p join pg_class c on c.oid = p.inhrelid where p.inhparent = 'api_usage'::regclass");
}
