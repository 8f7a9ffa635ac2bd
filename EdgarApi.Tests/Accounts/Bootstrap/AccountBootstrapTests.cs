using System.Net;
using EdgarApi.Accounts.Keys;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Warmer.Ingest;
using Microsoft.Extensions.Options;

namespace EdgarApi.Tests.Accounts.Bootstrap;

/// <summary>The first keys of an installation: a deployment's job creates them, and the API accepts them.</summary>
public sealed class AccountBootstrapTests(SharedServers servers)
{
    private const string Organizations = "/api/v1/admin/organizations";
    private const string Company = "/api/v1/companies/AAPL/ratios";

    private static readonly string AdminKey = KeyText.Create(KeyKind.Live);
    private static readonly string WarmerKey = KeyText.Create(KeyKind.Live);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_job_creates_an_operator_with_a_key_for_administration_and_one_for_the_Warmer()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());

        Assert.Equal(0, await RunAsync(database, AdminKey, WarmerKey));

        await using var api = await ApiHost.StartAsync(database, await servers.RedisAsync());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api, AdminKey, Organizations));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(api, WarmerKey, Organizations));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(api, WarmerKey, Company)); // known, and no company is loaded
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(api, KeyText.Create(KeyKind.Live), Company));
        Assert.Equal("operator true", await database.ScalarAsync<string>("select name || ' ' || is_operator from organizations"));
        Assert.Equal(
            "admin enterprise {read,admin}, warmer enterprise {read}",
            await database.ScalarAsync<string>("""
                select string_agg(format('%s %s %s', u.name, u.subscription_tier, k.scopes), ', ' order by u.name)
                from api_keys k join users u on u.id = k.user_id
                """));
        Assert.Equal(5, await database.ScalarAsync<long>("select count(*) from admin_actions where actor = 'bootstrap'"));
    }

    [Fact]
    public async Task Running_it_again_changes_nothing()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await RunAsync(database, AdminKey, WarmerKey);
        var before = await ReadAsync(database);

        Assert.Equal(0, await RunAsync(database, AdminKey, WarmerKey));

        Assert.Equal(before, await ReadAsync(database));
    }

    /// <summary>The old key works until it is revoked, so neither the Warmer nor operators are ever without one.</summary>
    [Fact]
    public async Task A_new_text_becomes_a_further_key_of_the_same_user()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var next = KeyText.Create(KeyKind.Live);
        await RunAsync(database, AdminKey, WarmerKey);

        Assert.Equal(0, await RunAsync(database, AdminKey, next));

        await using var api = await ApiHost.StartAsync(database, await servers.RedisAsync());
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(api, WarmerKey, Company));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(api, next, Company));
        Assert.Equal("1 2 3", await database.ScalarAsync<string>("""
            select format('%s %s %s', (select count(*) from organizations), (select count(*) from users), (select count(*) from api_keys))
            """));
    }

    [Fact]
    public async Task A_revoked_key_stays_revoked()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await RunAsync(database, AdminKey, warmerKey: null);
        await database.ExecuteAsync("update api_keys set is_active = false, revoked_at = now()");

        Assert.Equal(0, await RunAsync(database, AdminKey, warmerKey: null));

        Assert.False(await database.ScalarAsync<bool>("select is_active from api_keys"));
    }

    [Fact]
    public async Task An_organization_of_a_customer_does_not_become_the_operator()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await database.ExecuteAsync("insert into organizations (name, is_operator) values ('Operator', false)");

        Assert.Equal(1, await RunAsync(database, AdminKey, warmerKey: null));

        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from api_keys"));
    }

    [Fact]
    public async Task A_key_with_the_id_of_another_one_is_rejected()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await RunAsync(database, AdminKey, warmerKey: null);
        await database.ExecuteAsync($"update api_keys set secret_hash = '\\x{new string('0', 64)}'");

        Assert.Equal(1, await RunAsync(database, AdminKey, warmerKey: null));
    }

    [Theory]
    [InlineData("secret", null, "EdgarApi:Bootstrap:AdminKey is not a key.")]
    [InlineData(null, "edg_live_short", "EdgarApi:Bootstrap:WarmerKey is not a key.")]
    [InlineData("same", "same", "must differ")]
    public async Task An_invalid_key_stops_the_job_before_anything_changes(string? admin, string? warmer, string message)
    {
        var cluster = await servers.PostgresAsync();
        var connection = cluster.Primary.ConnectionString(await cluster.CreateDatabaseAsync());
        if (admin == "same") (admin, warmer) = (AdminKey, AdminKey);

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => RunAsync(connection, admin, warmer));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(AdminKey, error.Message, StringComparison.Ordinal);
        await using var source = Npgsql.NpgsqlDataSource.Create(connection);
        await using var tables = source.CreateCommand("select count(*) from pg_tables where schemaname = 'public'");
        Assert.Equal(0L, await tables.ExecuteScalarAsync(Token));
    }

    private static Task<int> RunAsync(EdgarDatabase database, string? adminKey, string? warmerKey) =>
        RunAsync(database.Cluster.Primary.ConnectionString(database.Name), adminKey, warmerKey);

    private static async Task<int> RunAsync(string connection, string? adminKey, string? warmerKey)
    {
        List<string> arguments = [$"--ConnectionStrings:edgardb={connection}"];
        if (adminKey is not null) arguments.Add($"--EdgarApi:Bootstrap:AdminKey={adminKey}");
        if (warmerKey is not null) arguments.Add($"--EdgarApi:Bootstrap:WarmerKey={warmerKey}");
        return await SchemaMigration.RunAsync([.. arguments]).InTimeAsync();
    }

    private static async Task<HttpStatusCode> StatusAsync(ApiHost api, string key, string address)
    {
        using var client = api.Client(key);
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
        return response.StatusCode;
    }

    private static Task<string> ReadAsync(EdgarDatabase database) => database.ScalarAsync<string>("""
        select (select json_agg(o order by id) from organizations o)::text || (select json_agg(u order by id) from users u)::text
            || (select json_agg(k order by id) from api_keys k)::text || (select count(*) from admin_actions)
        """);
}
