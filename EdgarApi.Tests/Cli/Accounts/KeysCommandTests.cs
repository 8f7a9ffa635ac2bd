#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using System.Diagnostics;
using System.Text.Json;
using EdgarApi.Accounts.Keys;
using EdgarApi.Cli;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace EdgarApi.Tests.Cli.Accounts;

public sealed class KeysCommandTests(SharedServers servers) : IAsyncLifetime
{
    private EdgarDatabase _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private KeyCache Ring => _database.Services.GetRequiredService<KeyCache>();

    public async ValueTask InitializeAsync() => _database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_new_key_is_all_of_standard_output_and_is_valid()
    {
        var run = await RunAsync("keys", "create", "--tier", "pro", "--name", "mine");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("It is shown only this once", run.Error, StringComparison.Ordinal);
        var check = await Ring.CheckAsync(run.Out.TrimEnd(), Token);
        Assert.Equal((KeyStatus.Good, "pro"), (check.Status, check.Caller!.Tier.Name));
    }

    /// <summary>For a deployment, before its database exists.</summary>
    [Fact]
    public async Task A_generated_key_is_all_of_standard_output_and_needs_no_database()
    {
        var (one, two) = (await EdgarRun.RunAsync("keys", "generate"), await EdgarRun.RunAsync("keys", "generate"));

        Assert.Equal((0, ""), (one.ExitCode, one.Error));
        Assert.True(KeyText.TryRead(one.Out.TrimEnd(), out var key));
        Assert.Equal(KeyKind.Live, key.Kind);
        Assert.NotEqual(one.Out, two.Out);
        Assert.Equal(KeyStatus.Invalid, (await Ring.CheckAsync(one.Out.TrimEnd(), Token)).Status);
    }

    [Fact]
    public async Task Keys_without_an_owner_belong_to_local_with_one_user_per_tier()
    {
        foreach (var (tier, name) in ((string, string)[])[("pro", "one"), ("pro", "two"), ("basic", "three")])
            Assert.Equal(0, (await RunAsync("keys", "create", "--tier", tier, "--name", name)).ExitCode);

        var keys = await JsonAsync("keys", "list");
        Assert.Equal(["three", "two", "one"], keys.EnumerateArray().Select(key => key.GetProperty("name").GetString()));
        Assert.Equal(["basic", "pro", "pro"], keys.EnumerateArray().Select(key => key.GetProperty("tier").GetString()));
        Assert.Equal(2, keys.EnumerateArray().Select(key => key.GetProperty("userId").GetInt64()).Distinct().Count());
        Assert.Equal("local", Assert.Single((await JsonAsync("orgs", "list")).EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_key_is_created_updated_rotated_and_revoked()
    {
        await RunAsync("orgs", "create", "--name", "Acme");
        var users = await JsonAsync("orgs", "users", "create", "--org", "acme", "--name", "Jane Doe", "--tier", "enterprise");
        var user = Assert.Single(users.EnumerateArray()).GetProperty("id").GetInt64();
        var made = await JsonAsync(
            "keys", "create", "--name", "server", "--user", $"{user}", "--scopes", "read,admin", "--test", "--expires-in", "90d");
        var (text, prefix) = (made.GetProperty("key").GetString()!, made.GetProperty("prefix").GetString()!);
        Assert.StartsWith(prefix + "_", text, StringComparison.Ordinal);
        Assert.StartsWith("edg_test_", prefix, StringComparison.Ordinal);
        Assert.True((await Ring.CheckAsync(text, Token)).IsGood);

        var changed = (await JsonAsync("keys", "update", prefix, "--name", "new server", "--scopes", "read"))[0];
        Assert.Equal(("new server", "read"), (changed.GetProperty("name").GetString(), changed.GetProperty("scopes")[0].GetString()));
        Assert.Equal(made.GetProperty("expiresAt").GetDateTime(), changed.GetProperty("expiresAt").GetDateTime());
        var rotated = await JsonAsync("keys", "rotate", prefix, "--grace", "2h");
        var listed = await JsonAsync("keys", "list", "--prefix", prefix[..^4], "--org", "Acme");
        var old = Assert.Single(listed.EnumerateArray(), key => key.GetProperty("prefix").GetString() == prefix);
        Assert.Equal("ending", old.GetProperty("status").GetString());
        var again = await RunAsync("keys", "rotate", prefix);
        Assert.Equal((1, true), (again.ExitCode, again.Error.Contains("Only an active key can be rotated", StringComparison.Ordinal)));

        var revoked = await JsonAsync("keys", "revoke", rotated.GetProperty("key").GetString()!);
        Assert.Equal("revoked", revoked[0].GetProperty("status").GetString());
        var disabled = await JsonAsync("orgs", "users", "disable", $"{user}");
        Assert.False(disabled[0].GetProperty("isActive").GetBoolean());
        var tables = "";
        foreach (var list in (string[])["keys list", "orgs users list", "orgs list"]) tables += (await RunAsync(list.Split(' '))).Out;
        Assert.Contains("Jane Doe", tables, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('_')[3], tables, StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Running_processes_learn_of_a_revocation_immediately_through_Redis()
    {
        var redis = await servers.RedisAsync();
        // With a stopped clock, nothing polls.
        using var process = _database.Another(
            new FakeTimeProvider(DateTimeOffset.UtcNow),
            [.. EdgarDatabase.Patient, ("ConnectionStrings:redis", redis.ConnectionString)]);
        await process.StartAsync(Token);
        var subscriber = process.Services.GetRequiredService<IConnectionMultiplexer>().GetSubscriber();
        await Waiting.UntilAsync(() => subscriber.IsConnected(RedisChannel.Literal("e:prod:keys")));
        var keyCache = process.Services.GetRequiredService<KeyCache>();
        var key = (await RunAsync("keys", "create", "--name", "mine")).Out.TrimEnd();
        Assert.True((await keyCache.CheckAsync(key, Token)).IsGood);

        using var edgar = StartRevoke(key, redis.ConnectionString);
        await edgar.WaitForExitAsync(Token).InTimeAsync();

        Assert.Equal(0, edgar.ExitCode);
        await Waiting.UntilAsync(async () => !(await keyCache.CheckAsync(key, Token)).IsGood);
        await process.StopAsync(Token);
    }

    [Fact]
    public async Task A_change_that_Redis_cannot_announce_is_made_with_a_warning()
    {
        var key = (await RunAsync("keys", "create", "--name", "mine")).Out.TrimEnd();
        using var edgar = StartRevoke(key, $"127.0.0.1:{FreePort.Next()},connectTimeout=500");
        var said = await Task.WhenAll(edgar.StandardOutput.ReadToEndAsync(Token), edgar.StandardError.ReadToEndAsync(Token))
            .InTimeAsync("edgar to end");
        await edgar.WaitForExitAsync(Token).InTimeAsync();

        Assert.Equal(0, edgar.ExitCode);
        Assert.Contains("revoked", said[0], StringComparison.Ordinal);
        Assert.StartsWith("edgar: The change is saved, but the notification through Redis failed", said[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("organization 'Nowhere' does not exist", "keys", "create", "--name", "x", "--org", "Nowhere")]
    [InlineData("user 999 does not exist", "keys", "create", "--name", "x", "--user", "999")]
    [InlineData("leave out --org and --tier", "keys", "create", "--name", "x", "--user", "1", "--tier", "pro")]
    [InlineData("Argument 'free' not recognized", "keys", "create", "--name", "x", "--tier", "free")]
    [InlineData("is not a duration", "keys", "create", "--name", "x", "--expires-in", "soon")]
    [InlineData("--name takes a text of 1 to 200 characters", "keys", "create", "--name", " ")]
    [InlineData("key 0aB3dE6gH9jK does not exist", "keys", "revoke", "edg_live_0aB3dE6gH9jK")]
    [InlineData("key 0aB3dE6gH9jK does not exist", "keys", "update", "edg_live_0aB3dE6gH9jK", "--name", "x")]
    [InlineData("nothing to change: pass --name", "keys", "update", "edg_live_0aB3dE6gH9jK")]
    [InlineData("'mine' is not a key", "keys", "revoke", "mine")]
    [InlineData("no key starts with 'edg-'", "keys", "list", "--prefix", "edg-")]
    [InlineData("user 999 does not exist", "orgs", "users", "update", "999", "--tier", "pro")]
    public async Task Errors_are_clear_messages(string message, params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(999, false)]
    [InlineData(1001, true)]
    public async Task A_truncated_list_is_marked(int organizations, bool isTruncated)
    {
        await _database.ExecuteAsync(
            $"insert into organizations (name) select 'Organization ' || n from generate_series(1, {organizations}) n");
        var run = await RunAsync("orgs", "list", "--json");
        Assert.Equal(Math.Min(organizations, 1_000), JsonDocument.Parse(run.Out).RootElement.GetArrayLength());
        Assert.Equal(isTruncated ? "The list stops after 1,000 rows. The admin API lists all of them in pages." : "", run.Error.Trim());
    }

    [Fact]
    public async Task Two_organizations_cannot_have_the_same_name()
    {
        await RunAsync("orgs", "create", "--name", "Acme");
        var run = await RunAsync("orgs", "create", "--name", "ACME");
        Assert.Equal((1, "edgar: The organization 'ACME' already exists.\n"), (run.ExitCode, run.Error.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task The_audit_trail_names_the_command_line()
    {
        await RunAsync("keys", "create", "--name", "mine");
        Assert.Equal(
            $"organization.create user.create key.create by edgar ({Environment.UserName})",
            await _database.ScalarAsync<string>("select string_agg(action, ' ' order by id) || ' by ' || min(actor) from admin_actions"));
    }

    [Fact]
    public void The_running_systems_database_is_found_from_any_folder_of_the_checkout()
    {
        var checkout = TestFolder.Create("run");
        try
        {
            var inside = checkout.CreateSubdirectory("a/b");
            checkout.CreateSubdirectory(".local");
            File.WriteAllText(Path.Combine(checkout.FullName, ".local", "edgardb"), "Host=127.0.0.1;Port=4711\n");
            Assert.Equal("Host=127.0.0.1;Port=4711", PrimaryDatabase.FindRunning(inside.FullName));
        }
        finally
        {
            checkout.Delete(recursive: true);
        }
    }

    /// <summary>Starts <c>edgar keys revoke</c> in a separate process.</summary>
    private Process StartRevoke(string key, string redis)
    {
        string[] arguments = ["exec", typeof(EdgarCommand).Assembly.Location, "keys", "revoke", key];
        return Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["ConnectionStrings__edgardb"] = _database.Cluster.Primary.ConnectionString(_database.Name),
                ["ConnectionStrings__redis"] = redis,
            },
        })!;
    }

    private Task<EdgarRun> RunAsync(params string[] arguments) =>
        EdgarRun.RunAsync([.. arguments, "--connection", _database.Cluster.Primary.ConnectionString(_database.Name)]);

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var run = await RunAsync([.. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Out).RootElement;
    }
}
