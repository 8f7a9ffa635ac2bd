using Azure.Core;
using EdgarApi.Storage;
using EdgarApi.Storage.Identity;
using EdgarApi.Tests.Servers;
using EdgarApi.Warmer.Ingest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Tests.Storage.Identity;

/// <summary>
/// Tokens instead of passwords, on a real server. A role whose password is the token replaces an identity: to the server in Azure, a
/// token is a password too.
/// </summary>
public sealed class EntraPasswordsTests(SharedServers servers)
{
    private const string Scope = "https://ossrdbms-aad.database.windows.net/.default";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pool_signs_in_with_the_current_token_and_then_with_the_next_one()
    {
        var cluster = await servers.PostgresAsync();
        var identity = await CreateRoleAsync(cluster, "token-1");
        var credential = new FakeCredential("token-1");
        await using var source = Build(cluster, identity, credential, refreshInterval: TimeSpan.FromMilliseconds(20));
        Assert.Equal(identity, await GetUserAsync(source));

        // The first token is no longer valid, as an hour later.
        await ExecuteAsync(cluster, $"alter role \"{identity}\" password 'token-2'");
        credential.Token = "token-2";

        await Waiting.UntilAsync(async () =>
        {
            source.Clear(); // open connections outlive their token; new ones need another
            try
            {
                return await GetUserAsync(source) == identity;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidPassword)
            {
                return false;
            }
        });
        Assert.NotEmptyAndAll(credential.Scopes, scope => Assert.Equal(Scope, scope));
    }

    [Fact]
    public async Task While_there_is_no_token_open_connections_serve_and_new_ones_fail_with_the_reason()
    {
        var cluster = await servers.PostgresAsync();
        var identity = await CreateRoleAsync(cluster, "token");
        await using var without = Build(cluster, identity, new FakeCredential("token") { IsUnavailable = true });

        var error = await Assert.ThrowsAsync<NpgsqlException>(() => GetUserAsync(without));

        Assert.Contains("The token service does not respond.", error.GetBaseException().Message, StringComparison.Ordinal);
        var credential = new FakeCredential("token");
        await using var source = Build(cluster, identity, credential);
        Assert.Equal(identity, await GetUserAsync(source));
        credential.IsUnavailable = true;
        Assert.Equal(identity, await GetUserAsync(source));
    }

    /// <summary>The switch: the same programs, with <c>EdgarApi:Postgres:Authentication</c>.</summary>
    [Fact]
    public async Task Every_pool_of_a_program_uses_tokens_if_the_setting_says_so()
    {
        var cluster = await servers.PostgresAsync();
        var identity = await CreateRoleAsync(cluster, "token");
        await cluster.WaitForReplayAsync();
        var credential = new FakeCredential("token");
        using var host = CreateBuilder(cluster, identity, credential).Build();

        string[] pools = ["edgardb", "edgardb reads", "edgardb-api reads", "edgardb-api probe"];
        foreach (var pool in pools)
            Assert.Equal(identity, await GetUserAsync(host.Services.GetRequiredKeyedService<NpgsqlDataSource>(pool)));

        Assert.Equal(pools.Length, credential.Scopes.Count);
    }

    [Fact]
    public async Task A_password_beside_tokens_is_an_invalid_setting()
    {
        var cluster = await servers.PostgresAsync();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([
            new("EdgarApi:Postgres:Authentication", "Entra"), new("ConnectionStrings:edgardb", cluster.Primary.ConnectionString())]);

        var error = Assert.Throws<OptionsValidationException>(() => builder.AddStorage());

        Assert.Contains("has a password, but EdgarApi:Postgres:Authentication is Entra", error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The first deployment: the job's identity is the server's administrator, and neither the database nor other roles exist. A function
    /// replaces Azure's, which creates a role for an identity.
    /// </summary>
    [Fact]
    public async Task The_job_lets_identities_in_which_act_as_one_owner()
    {
        var cluster = await servers.PostgresAsync();
        var (job, program, database) = (await CreateRoleAsync(cluster, "token", "createrole createdb"), NewName(), NewName());
        await ExecuteAsync(cluster, """
            create or replace function pgaadauth_create_principal(name text, is_admin boolean, is_mfa boolean) returns text
            language plpgsql security definer as $$
            begin
                execute format('create role %I login password %L', name, 'token');
                return name;
            end $$
            """);
        var connection = Connect(cluster.Primary, job, database);
        string[] arguments =
        [
            $"--ConnectionStrings:edgardb={connection}", "--EdgarApi:Postgres:Authentication=Entra",
            $"--EdgarApi:Bootstrap:Principals:0={program}",
        ];
        Task<int> RunAsync() => SchemaMigration.RunAsync(
            arguments, builder => builder.Services.AddSingleton<TokenCredential>(new FakeCredential("token"))).InTimeAsync();

        Assert.Equal(0, await RunAsync());
        Assert.Equal(0, await RunAsync());

        await using var source = Build(cluster, program, new FakeCredential("token"), database: database);
        for (var use = 0; use < 3; use++) // a connection of the pool keeps acting as the owner
            Assert.Equal("edgar", await GetUserAsync(source));
        await using var change = source.CreateCommand("""
            create table made_by_a_program (id int);
            alter table companies add column added_by_a_program int;
            select tableowner from pg_tables where tablename = 'made_by_a_program'
            """);
        Assert.Equal("edgar", await change.ExecuteScalarAsync(Token));
    }

    private static HostApplicationBuilder CreateBuilder(PostgresCluster cluster, string identity, FakeCredential credential)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([
            new("EdgarApi:Postgres:Authentication", "Entra"), new("EdgarApi:Postgres:MinPoolSize", "0"),
            new("ConnectionStrings:edgardb", Connect(cluster.Primary, identity, options: null)),
            new("ConnectionStrings:edgardb-api", Connect(cluster.Replicas[0], identity, options: null))]);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<TokenCredential>(credential);
        builder.AddStorage();
        return builder;
    }

    private static NpgsqlDataSource Build(
        PostgresCluster cluster, string identity, FakeCredential credential, TimeSpan? refreshInterval = null, string? database = null)
    {
        var builder = new NpgsqlDataSourceBuilder(database is null
            ? Connect(cluster.Primary, identity, options: null) : Connect(cluster.Primary, identity, database));
        builder.ConnectionStringBuilder.MaxPoolSize = 1;
        EntraPasswords.Use(builder, credential, refreshInterval ?? TimeSpan.FromHours(1));
        return builder.Build();
    }

    /// <summary>A connection string as <c>infra/modules/programs.bicep</c> writes it, without encryption.</summary>
    private static string Connect(PostgresNode node, string identity, string database = "postgres", string? options = "-c role=edgar") =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = node.Port, Username = identity, Database = database, Options = options,
            NoResetOnClose = options is not null,
        }.ConnectionString;

    private static async Task<string> CreateRoleAsync(PostgresCluster cluster, string token, string rights = "")
    {
        var name = NewName();
        await ExecuteAsync(cluster, $"create role \"{name}\" login {rights} password '{token}'");
        return name;
    }

    private static string NewName() => $"id-{Guid.NewGuid():N}";

    private static async Task ExecuteAsync(PostgresCluster cluster, string sql)
    {
        await using var source = NpgsqlDataSource.Create(cluster.Primary.SuperuserConnectionString());
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<string> GetUserAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select current_user::text");
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }
}
