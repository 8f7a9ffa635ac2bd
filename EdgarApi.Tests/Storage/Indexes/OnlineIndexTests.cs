using System.Text.Json;
using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Partitions;
using EdgarApi.Storage.Indexes;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EdgarApi.Tests.Storage.Indexes;

#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
public sealed class OnlineIndexTests(SharedServers servers) : IAsyncLifetime
{
    private static readonly (string Index, string Query)[] Queries =
    [
        ("idx_api_usage_user_timestamp",
            "select count(*) from api_usage where user_id = 7 and request_timestamp >= now() - interval '1 hour'"),
        ("idx_api_usage_user_timestamp",
            "select endpoint, status_code from api_usage where user_id = 7 order by request_timestamp desc limit 20"),
        ("idx_api_usage_endpoint_status", "select count(*) from api_usage where endpoint = 'GET /e3' and status_code = 503"),
        ("idx_api_usage_company_cik", "select count(*) from api_usage where company_cik = 320193"),
        ("idx_users_organization_tier", "select id, name from users where organization_id = 3 and subscription_tier = 'pro'"),
        ("idx_api_keys_active", "select id, name from api_keys where organization_id = 3 and is_active = true"),
    ];

    private EdgarDatabase _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OnlineIndexBuilder Builder => new(_database.Primary, NullLogger<OnlineIndexBuilder>.Instance);

    public async ValueTask InitializeAsync() => _database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Each_index_serves_its_queries()
    {
        await FillAsync();
        foreach (var (index, query) in Queries)
        {
            var plan = await _database.ScalarAsync<string>($"explain (format json) {query}");
            var used = GetIndexNames(JsonDocument.Parse(plan).RootElement).ToArray();

            Assert.NotEmpty(used);
            Assert.NotEmptyAndAll(await GetParentsAsync(used), parent => Assert.Equal((index, query), (parent, query)));
        }
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Indexes_are_valid_on_the_table_and_every_partition_and_rebuilding_changes_nothing()
    {
        var maintenance = _database.Services.GetRequiredService<UsageMaintenance>();
        await maintenance.RunAsync(Token);
        var built = await IndexesAsync();
        await maintenance.RunAsync(Token);

        Assert.Equal(built, await IndexesAsync());
        // Three on the table and on each of its nine partitions (yesterday, today, seven days ahead), and one each on users and api_keys.
        Assert.Equal(3 * 10 + 2, built.Length);
        Assert.NotEmptyAndAll(built, index => Assert.EndsWith("valid", index, StringComparison.Ordinal));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Indexes_are_built_on_partitions_with_rows_while_writers_continue()
    {
        await CreatePartitionsWithoutIndexesAsync();
        await using var connection = await _database.Primary.OpenConnectionAsync(Token);
        await using (var writing = await connection.BeginTransactionAsync(Token))
        {
            await using (var insert = new NpgsqlCommand(Insert, connection)) await insert.ExecuteNonQueryAsync(Token);

            // Building waits for the writer but lets others write: first the table's index, then those of its partitions.
            var building = Builder.EnsureAsync(Token);
            await Waiting.UntilAsync(() => _database.ScalarAsync<bool>("""
                select exists (
                    select from pg_stat_activity
                    where query like 'create index%' and wait_event_type = 'Lock' and datname = current_database())
                """));
            await _database.ExecuteAsync(Insert);
            await writing.CommitAsync(Token);
            await building;
        }

        Assert.NotEmptyAndAll(await IndexesAsync(), index => Assert.EndsWith("valid", index, StringComparison.Ordinal));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_invalid_index_left_by_an_interrupted_attempt_is_rebuilt()
    {
        await CreatePartitionsWithoutIndexesAsync();
        var (user, cik) = ("idx_users_organization_tier", "idx_api_usage_company_cik_" + UsagePartitions.GetName(Today)[^8..]);
        await BreakAsync($"create index concurrently {user} on users (organization_id, subscription_tier)", "users");
        await BreakAsync(
            $"create index concurrently {cik} on {UsagePartitions.GetName(Today)} (company_cik) where company_cik is not null",
            UsagePartitions.GetName(Today));
        Assert.Contains($"{user} invalid", await IndexesAsync());
        Assert.Contains($"{cik} invalid", await IndexesAsync());

        await Builder.EnsureAsync(Token);

        Assert.NotEmptyAndAll(await IndexesAsync(), index => Assert.EndsWith(" valid", index, StringComparison.Ordinal));
    }

    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    private const string Insert =
        "insert into api_usage (request_timestamp, endpoint, status_code, duration_us, response_bytes) values (now(), 'GET /', 200, 1, 1)";

    /// <summary>An attempt that times out while another transaction locks the table.</summary>
    private async Task BreakAsync(string create, string table)
    {
        await using var connection = await _database.Primary.OpenConnectionAsync(Token);
        await using var holding = await connection.BeginTransactionAsync(Token);
        await using (var hold = new NpgsqlCommand($"lock table {table} in row exclusive mode", connection))
            await hold.ExecuteNonQueryAsync(Token);
        await using var other = await _database.Primary.OpenConnectionAsync(Token);
        await using (var limit = new NpgsqlCommand("set lock_timeout = '100ms'", other)) await limit.ExecuteNonQueryAsync(Token);
        await using var building = new NpgsqlCommand(create, other);
        Assert.Equal("55P03", (await Assert.ThrowsAsync<PostgresException>(() => building.ExecuteNonQueryAsync(Token))).SqlState);
    }

    private async Task CreatePartitionsWithoutIndexesAsync()
    {
        foreach (var day in (DateOnly[])[Today, Today.AddDays(1)])
        {
            await _database.ExecuteAsync($"""
                set role edgar;
                create table {UsagePartitions.GetName(day)}
                    partition of api_usage for values from ('{day:yyyy-MM-dd}+00') to ('{day.AddDays(1):yyyy-MM-dd}+00')
                """);
        }

        await _database.ExecuteAsync(Insert);
    }

    private async Task FillAsync()
    {
        await _database.Services.GetRequiredService<UsageMaintenance>().RunAsync(Token);
        await _database.ExecuteAsync(
            """
            insert into organizations (name) select 'organization ' || n from generate_series(1, 200) n;
            insert into users (organization_id, name, subscription_tier)
                select n % 200 + 1, 'user ' || n, (array['basic', 'pro', 'enterprise'])[n % 3 + 1] from generate_series(1, 4000) n;
            insert into api_keys (organization_id, user_id, public_id, secret_hash, name, is_live, scopes, is_active)
                select u.organization_id, u.id, 'key' || u.id, sha256('x'), 'a key', true, '{read}', u.id % 10 = 0 from users u;
            insert into api_usage (request_timestamp, user_id, endpoint, status_code, company_cik, duration_us, response_bytes)
                select now() - n * interval '1 second', n % 500, 'GET /e' || n % 20, (array[200, 200, 200, 304, 404, 503])[n % 6 + 1],
                    case when n % 3 = 0 then 320000 + n % 1000 end, n, n from generate_series(0, 20000) n
                where date_trunc('day', now() - n * interval '1 second', 'UTC') >= date_trunc('day', now(), 'UTC') - interval '1 day';
            analyze api_usage, users, api_keys;
            """);
    }

    private static IEnumerable<string> GetIndexNames(JsonElement plan) => plan.ValueKind switch
    {
        JsonValueKind.Array => plan.EnumerateArray().SelectMany(GetIndexNames),
        JsonValueKind.Object => plan.EnumerateObject().SelectMany(member =>
            member.NameEquals("Index Name") ? [member.Value.GetString()!] : GetIndexNames(member.Value)),
        _ => [],
    };

    /// <summary>The indexes in a plan, or the partitioned indexes that they belong to.</summary>
    private async Task<string[]> GetParentsAsync(string[] indexes)
    {
        var names = string.Join(", ", indexes.Select(index => $"'{index}'"));
        return await _database.ScalarAsync<string[]>(
            $"""
            select array_agg(coalesce(parent.relname, own.relname)::text) from pg_class own
            left join pg_inherits i on i.inhrelid = own.oid left join pg_class parent on parent.oid = i.inhparent
            where own.relname in ({names}) and own.relkind in ('i', 'I')
            """);
    }

    private Task<string[]> IndexesAsync() => _database.ScalarAsync<string[]>(
        """
        select array_agg(c.relname || case when i.indisvalid then ' valid' else ' invalid' end order by c.relname)
        from pg_index i join pg_class c on c.oid = i.indexrelid where c.relname ~ '^idx_(api_usage|users|api_keys)_'
        """);
}
