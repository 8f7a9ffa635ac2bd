#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using EdgarApi.Accounts;
using EdgarApi.Accounts.Keys;
using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace EdgarApi.Tests.Accounts.Keys;

public sealed class KeyCacheTests(SharedServers servers)
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_keys_rights_depend_on_its_user_and_organization()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var keyCache = database.Services.GetKeyCache();
        var key = await database.Services.CreateKeyAsync(tier: "enterprise");
        var admin = await database.Services.CreateKeyAsync(KeyScope.Read | KeyScope.Admin);
        var operating = await database.Services.CreateKeyAsync(KeyScope.Admin, isOperator: true);

        var check = await keyCache.CheckAsync(key.Text, Token);

        Assert.Equal((KeyStatus.Good, "enterprise", KeyScope.Read), (check.Status, check.Caller!.Tier.Name, check.Caller.Scopes));
        Assert.Equal(
            (key.Key.Id, key.Key.UserId, key.Key.OrganizationId),
            (check.Caller.KeyId, check.Caller.UserId, check.Caller.OrganizationId));
        Assert.Equal(KeyScope.Read | KeyScope.Admin, (await keyCache.CheckAsync(admin.Text, Token)).Caller!.Scopes);
        Assert.Equal(KeyScope.Admin | KeyScope.Operate, (await keyCache.CheckAsync(operating.Text, Token)).Caller!.Scopes);
        Assert.True(keyCache.TryCheck(key.Text, out var again));
        Assert.Same(check.Caller, again.Caller);
    }

    [Fact]
    public async Task A_secret_is_valid_only_for_its_own_key()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var (keyCache, key) = (database.Services.GetKeyCache(), await database.Services.CreateKeyAsync());
        await keyCache.CheckAsync(key.Text, Token);

        var forged = KeyText.Create(KeyKind.Live); // with another id
        Assert.Equal(KeyStatus.Invalid, (await keyCache.CheckAsync(forged, Token)).Status);
        Assert.True(keyCache.TryCheck(KeyTexts.WithId(forged, key.Key.PublicId), out var check));
        Assert.Equal(KeyStatus.Invalid, check.Status);
    }

    [Fact]
    public async Task A_cached_key_is_found_again_and_nothing_else_matches_it()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var (keyCache, key) = (database.Services.GetKeyCache(), await database.Services.CreateKeyAsync());
        Assert.Equal(KeyStatus.Good, (await keyCache.CheckAsync(key.Text, Token)).Status);
        Assert.True(keyCache.TryCheck(key.Text, out var again));
        Assert.Equal((KeyStatus.Good, key.Key.Id), (again.Status, again.Caller!.KeyId));

        // Change any character: in the prefix, the id, the secret or the checksum.
        for (var at = 0; at < key.Text.Length; at++)
        {
            var other = key.Text.ToCharArray();
            other[at] = other[at] == 'x' ? 'y' : 'x';
            Assert.False(keyCache.TryCheck(other, out var wrong) && wrong.IsGood, $"position {at}");
            other[at] = (char)(key.Text[at] + 0x100); // the same byte if truncated to 8 bits
            Assert.False(keyCache.TryCheck(other, out wrong) && wrong.IsGood, $"position {at}");
        }
    }

    [Fact]
    public async Task Only_a_hash_of_a_key_is_stored()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var key = await database.Services.CreateKeyAsync();
        var secret = key.Text.Split('_')[3];
        foreach (var table in (string[])["api_keys", "admin_actions", "users", "organizations"])
        {
            var rows = await database.ScalarAsync<string>($"select coalesce(string_agg(row::text, ' '), '') from {table} row");
            Assert.NotEmpty(rows);
            Assert.DoesNotContain(secret, rows, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_is_valid_until_it_expires()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        using var process = database.Another(_time);
        var key = await process.Services.CreateKeyAsync(expiresAt: _time.GetUtcNow().AddHours(1));
        var keyCache = process.Services.GetKeyCache();

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.True((await keyCache.CheckAsync(key.Text, Token)).IsGood);
        Assert.True(keyCache.TryCheck(key.Text, out _));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(KeyStatus.Expired, (await keyCache.CheckAsync(key.Text, Token)).Status);
        Assert.Equal(
            KeyStatus.Invalid,
            (await keyCache.CheckAsync(KeyTexts.WithId(KeyText.Create(KeyKind.Live), key.Key.PublicId), Token)).Status);
    }

    [Fact]
    public async Task A_rotated_key_remains_valid_beside_its_successor_until_the_grace_period_ends()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        using var process = database.Another(_time);
        var (keyCache, store) = (process.Services.GetKeyCache(), process.Services.GetRequiredService<AccountStore>());
        var old = await process.Services.CreateKeyAsync();
        var next = (await store.RotateKeyAsync(SomeAccounts.Tester, old.Key.PublicId, TimeSpan.FromDays(1), Token))!;

        Assert.Equal((old.Key.Name, old.Key.UserId, "read"), (next.Key.Name, next.Key.UserId, Assert.Single(next.Key.Scopes)));
        Assert.True((await keyCache.CheckAsync(old.Text, Token)).IsGood);
        Assert.True((await keyCache.CheckAsync(next.Text, Token)).IsGood);
        Assert.Equal(
            (await keyCache.CheckAsync(old.Text, Token)).Caller!.Bucket,
            (await keyCache.CheckAsync(next.Text, Token)).Caller!.Bucket);
        await Assert.ThrowsAsync<AccountConflictException>(() =>
            store.RotateKeyAsync(SomeAccounts.Tester, old.Key.PublicId, TimeSpan.Zero, Token));
        await Assert.ThrowsAsync<AccountConflictException>(() =>
            store.RotateKeyAsync(SomeAccounts.Tester, next.Key.PublicId, TimeSpan.Zero, Token));

        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(KeyStatus.Expired, (await keyCache.CheckAsync(old.Text, Token)).Status);
        Assert.True((await keyCache.CheckAsync(next.Text, Token)).IsGood);
        Assert.NotNull(await store.RotateKeyAsync(SomeAccounts.Tester, next.Key.PublicId, TimeSpan.FromHours(1), Token));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_revoked_key_is_rejected_by_every_process_upon_the_notification()
    {
        var redis = await servers.RedisAsync();
        await using var database = await EdgarDatabase.CreateAsync(
            await servers.PostgresAsync(), ("ConnectionStrings:redis", redis.ConnectionString));
        // With a stopped clock, nothing polls.
        using var one = await StartAsync(database, redis);
        using var other = await StartAsync(database, redis);
        var key = await database.Services.CreateKeyAsync();
        Assert.True((await one.Services.GetKeyCache().CheckAsync(key.Text, Token)).IsGood);
        Assert.True((await other.Services.GetKeyCache().CheckAsync(key.Text, Token)).IsGood);

        await database.Services.GetRequiredService<AccountStore>().RevokeKeyAsync(SomeAccounts.Tester, key.Key.PublicId, Token);

        foreach (var process in (IHost[])[one, other])
            await Waiting.UntilAsync(async () => !(await process.Services.GetKeyCache().CheckAsync(key.Text, Token)).IsGood);
        await one.StopAsync(Token);
        await other.StopAsync(Token);
    }

    [Fact]
    public async Task While_Redis_is_unavailable_a_revocation_succeeds_with_a_warning_and_polling_finds_it()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var database = await EdgarDatabase.CreateAsync(
            await servers.PostgresAsync(), ("ConnectionStrings:redis", redis.ConnectionString));
        var log = new FakeLogCollector();
        using var process = database.Another(_time, [.. EdgarDatabase.Patient, ("ConnectionStrings:redis", redis.ConnectionString)]);
        var channel = new KeyChangeChannel(
            process.Services.GetRequiredService<RedisGateway>(), process.Services.GetRequiredService<IOptions<CacheOptions>>(),
                new FakeLogger<KeyChangeChannel>(log));
        var store = new AccountStore(database.Primary, channel, process.Services.GetRequiredService<TierCatalog>(), _time);
        var (keyCache, refresher) = (process.Services.GetKeyCache(), process.Services.GetRequiredService<KeyCacheRefresher>());
        var key = await database.Services.CreateKeyAsync();
        await refresher.PollAsync(Token);
        Assert.True((await keyCache.CheckAsync(key.Text, Token)).IsGood);

        await redis.StopAsync();
        await store.RevokeKeyAsync(SomeAccounts.Tester, key.Key.PublicId, Token);

        Assert.Contains(log.GetSnapshot(), entry =>
            entry.Level == LogLevel.Warning
            && entry.Message.StartsWith("The change is saved, but the notification through Redis failed", StringComparison.Ordinal));
        await refresher.PollAsync(Token);
        Assert.Equal(KeyStatus.Invalid, (await keyCache.CheckAsync(key.Text, Token)).Status);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("user")]
    [InlineData("organization")]
    public async Task Without_a_notification_the_next_poll_finds_revoked_and_disabled_keys(string what)
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var (keyCache, refresher, store) = (
            database.Services.GetKeyCache(),
            database.Services.GetRequiredService<KeyCacheRefresher>(),
            database.Services.GetRequiredService<AccountStore>());
        var key = await database.Services.CreateKeyAsync();
        await refresher.PollAsync(Token);
        Assert.True((await keyCache.CheckAsync(key.Text, Token)).IsGood);

        if (what == "key")
            await store.RevokeKeyAsync(SomeAccounts.Tester, key.Key.PublicId, Token);
        else if (what == "user")
            await store.UpdateUserAsync(SomeAccounts.Tester, key.Key.UserId, new UserChanges(IsActive: false), Token);
        else
            await store.UpdateOrganizationAsync(
                SomeAccounts.Tester, key.Key.OrganizationId, new OrganizationChanges(IsActive: false), Token);
        Assert.True((await keyCache.CheckAsync(key.Text, Token)).IsGood);

        await refresher.PollAsync(Token);
        Assert.Equal(KeyStatus.Invalid, (await keyCache.CheckAsync(key.Text, Token)).Status);
        Assert.True(keyCache.TryCheck(key.Text, out _));
    }

    [Fact]
    public async Task A_tier_change_applies_to_the_users_keys()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var (keyCache, refresher) = (database.Services.GetKeyCache(), database.Services.GetRequiredService<KeyCacheRefresher>());
        var key = await database.Services.CreateKeyAsync(tier: "basic");
        await refresher.PollAsync(Token);
        Assert.Equal("basic", (await keyCache.CheckAsync(key.Text, Token)).Caller!.Tier.Name);

        await database.Services.GetRequiredService<AccountStore>()
            .UpdateUserAsync(SomeAccounts.Tester, key.Key.UserId, new UserChanges(Tier: "pro"), Token);
        await refresher.PollAsync(Token);

        Assert.Equal("pro", (await keyCache.CheckAsync(key.Text, Token)).Caller!.Tier.Name);
    }

    [Fact]
    public async Task A_key_guessed_before_its_creation_is_valid_after_the_next_poll()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var (keyCache, refresher) = (database.Services.GetKeyCache(), database.Services.GetRequiredService<KeyCacheRefresher>());
        await refresher.PollAsync(Token);
        var key = await database.Services.CreateKeyAsync();
        await database.ExecuteAsync("update api_keys set public_id = reverse(public_id)");
        Assert.Equal(KeyStatus.Invalid, (await keyCache.CheckAsync(key.Text, Token)).Status);
        await database.ExecuteAsync("update api_keys set public_id = reverse(public_id)");
        Assert.True(keyCache.TryCheck(key.Text, out var unknown) && !unknown.IsGood);

        await refresher.PollAsync(Token);

        Assert.True((await keyCache.CheckAsync(key.Text, Token)).IsGood);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Cached_keys_stay_valid_for_an_hour_while_no_database_responds_and_unknown_ones_fail()
    {
        await using var cluster = await PostgresCluster.StartAsync(replicas: 0);
        await using var database = await EdgarDatabase.CreateAsync(cluster);
        using var process = database.Another(_time);
        var (keyCache, refresher) = (process.Services.GetKeyCache(), process.Services.GetRequiredService<KeyCacheRefresher>());
        var key = await database.Services.CreateKeyAsync();
        await refresher.PollAsync(Token);
        Assert.True((await keyCache.CheckAsync(key.Text, Token)).IsGood);

        await cluster.Primary.StopAsync();
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => refresher.PollAsync(Token));
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.True((await keyCache.CheckAsync(key.Text, Token)).IsGood);
        await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await keyCache.CheckAsync(KeyText.Create(KeyKind.Live), Token));
        _time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await keyCache.CheckAsync(key.Text, Token));
    }

    [Fact]
    public async Task Many_uses_of_a_key_write_its_last_use_once()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        using var process = database.Another(_time);
        var (keyCache, writer) = (process.Services.GetKeyCache(), process.Services.GetRequiredService<KeyLastUsedWriter>());
        var key = await database.Services.CreateKeyAsync();
        for (var number = 0; number < 100; number++) Assert.True((await keyCache.CheckAsync(key.Text, Token)).IsGood);
        var usedAt = _time.GetUtcNow();
        Assert.Null((await KeyAsync()).LastUsedAt);

        _time.Advance(TimeSpan.FromSeconds(30));
        await writer.WriteAsync(Token);
        Assert.Equal(usedAt.UtcDateTime, (await KeyAsync()).LastUsedAt!.Value, TimeSpan.FromMicroseconds(1));
        await database.ExecuteAsync("update api_keys set last_used_at = null");
        await writer.WriteAsync(Token);
        Assert.Null((await KeyAsync()).LastUsedAt);

        Task<ApiKey> KeyAsync() => database.Services.GetRequiredService<AccountStore>().FindKeyAsync(null, key.Key.PublicId, Token)!;
    }

    private async Task<IHost> StartAsync(EdgarDatabase database, RedisServer redis)
    {
        var process = database.Another(_time, [.. EdgarDatabase.Patient, ("ConnectionStrings:redis", redis.ConnectionString)]);
        await process.StartAsync(Token);
        var connection = process.Services.GetRequiredService<IConnectionMultiplexer>();
        await Waiting.UntilAsync(() => connection.GetSubscriber().IsConnected(RedisChannel.Literal("e:prod:keys")));
        return process;
    }
}
