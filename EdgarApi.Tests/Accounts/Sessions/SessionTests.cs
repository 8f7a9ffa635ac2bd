#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using EdgarApi.Accounts;
using EdgarApi.Accounts.Keys;
using EdgarApi.Accounts.Sessions;
using EdgarApi.Tests.Accounts.Keys;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Servers;
using EdgarApi.Warmer.Ingest;
using EdgarApi.Warmer.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace EdgarApi.Tests.Accounts.Sessions;

public sealed class SessionTests(SharedServers servers)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_can_only_read_and_uses_its_keys_quota()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var (session, key) = await CreateAsync(database.Services);

        var check = await database.Services.GetKeyCache().CheckAsync(session.Token, Token);

        Assert.Equal((KeyStatus.Good, KeyScope.Read), (check.Status, check.Caller!.Scopes));
        Assert.Equal((key.Caller.Bucket, key.Caller.Tier, key.Id), (check.Caller.Bucket, check.Caller.Tier, check.Caller.KeyId));
        Assert.True(database.Services.GetKeyCache().TryCheck(session.Token, out var again));
        Assert.Same(check.Caller, again.Caller);
        Assert.DoesNotContain(
            session.Token.Split('_')[3],
            await database.ScalarAsync<string>("select s::text from sessions s"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_expires()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        using var process = database.Another(_time);
        var (session, _) = await CreateAsync(process.Services);
        _time.Advance(Hour - TimeSpan.FromSeconds(1));
        Assert.True((await process.Services.GetKeyCache().CheckAsync(session.Token, Token)).IsGood);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(KeyStatus.Expired, (await process.Services.GetKeyCache().CheckAsync(session.Token, Token)).Status);
    }

    [Fact]
    public async Task Revoking_a_key_ends_its_sessions()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var (session, key) = await CreateAsync(database.Services);
        var (keyCache, refresher) = (database.Services.GetKeyCache(), database.Services.GetRequiredService<KeyCacheRefresher>());
        await refresher.PollAsync(Token);
        Assert.True((await keyCache.CheckAsync(session.Token, Token)).IsGood);

        await database.Services.GetRequiredService<AccountStore>().RevokeKeyAsync(SomeAccounts.Tester, key.PublicId, Token);
        await refresher.PollAsync(Token);

        Assert.Equal(KeyStatus.Invalid, (await keyCache.CheckAsync(session.Token, Token)).Status);
    }

    [Fact]
    public async Task Without_a_notification_the_next_poll_finds_an_ended_session()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var (session, _) = await CreateAsync(database.Services);
        var (keyCache, refresher) = (database.Services.GetKeyCache(), database.Services.GetRequiredService<KeyCacheRefresher>());
        await refresher.PollAsync(Token);
        var id = (await keyCache.CheckAsync(session.Token, Token)).Session!;

        await database.Services.GetRequiredService<SessionStore>().EndAsync(id, Token);
        Assert.True((await keyCache.CheckAsync(session.Token, Token)).IsGood);
        await refresher.PollAsync(Token);

        Assert.Equal(KeyStatus.Invalid, (await keyCache.CheckAsync(session.Token, Token)).Status);
        await database.Services.GetRequiredService<SessionStore>().EndAsync(id, Token); // ending it again has no effect
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_ended_session_is_rejected_by_every_process_upon_the_notification()
    {
        var redis = await servers.RedisAsync();
        await using var database = await EdgarDatabase.CreateAsync(
            await servers.PostgresAsync(), ("ConnectionStrings:redis", redis.ConnectionString));
        // With a stopped clock, nothing polls.
        using var other = database.Another(_time, [.. EdgarDatabase.Patient, ("ConnectionStrings:redis", redis.ConnectionString)]);
        await other.StartAsync(Token);
        var subscriber = other.Services.GetRequiredService<IConnectionMultiplexer>().GetSubscriber();
        await Waiting.UntilAsync(() => subscriber.IsConnected(RedisChannel.Literal("e:prod:keys")));
        var (session, _) = await CreateAsync(database.Services);
        var check = await other.Services.GetKeyCache().CheckAsync(session.Token, Token);
        Assert.True(check.IsGood);

        await database.Services.GetRequiredService<SessionStore>().EndAsync(check.Session!, Token);

        await Waiting.UntilAsync(async () => !(await other.Services.GetKeyCache().CheckAsync(session.Token, Token)).IsGood);
        using var third = database.Another(_time, ("ConnectionStrings:redis", redis.ConnectionString));
        Assert.Equal(KeyStatus.Invalid, (await third.Services.GetKeyCache().CheckAsync(session.Token, Token)).Status);
        await other.StopAsync(Token);
    }

    [Fact]
    public async Task A_process_that_does_not_know_a_session_finds_it_in_Redis()
    {
        var redis = await servers.RedisAsync();
        await using var database = await EdgarDatabase.CreateAsync(
            await servers.PostgresAsync(), ("ConnectionStrings:redis", redis.ConnectionString));
        var (session, key) = await CreateAsync(database.Services);
        using var other = database.Another(time: null, ("ConnectionStrings:redis", redis.ConnectionString));
        await database.ExecuteAsync("delete from sessions");

        var check = await other.Services.GetKeyCache().CheckAsync(session.Token, Token);

        Assert.Equal((KeyStatus.Good, key.Id), (check.Status, check.Caller?.KeyId));
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var user = KeyText.GetUser(check.Session!);
        Assert.InRange(
            (await connection.GetDatabase().KeyTimeToLiveAsync($"e:prod:session:{{{user}}}:{check.Session}"))!.Value,
            TimeSpan.FromMinutes(55),
            Hour);
    }

    /// <summary>What an attacker with write access to Redis tries: a session for a chosen token, made of parts of a real one.</summary>
    [Fact]
    public async Task A_forged_session_in_Redis_is_rejected_and_removed()
    {
        var redis = await servers.RedisAsync();
        (string, string)[] settings = [.. EdgarDatabase.Patient, ("ConnectionStrings:redis", redis.ConnectionString)];
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync(), settings);
        var (session, key) = await CreateAsync(database.Services);
        var id = (await database.Services.GetKeyCache().CheckAsync(session.Token, Token)).Session!;
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var entries = connection.GetDatabase();
        var real = (byte[])(await entries.StringGetAsync(GetRedisKey(id)))!;
        var token = KeyText.CreateSession(key.Caller.UserId!.Value);
        var forged = GetId(token);
        byte[] header = real[..9];
        byte[][] forgeries =
        [
            [.. header, .. KeyText.ComputeHash(token), .. System.Text.Encoding.ASCII.GetBytes(key.PublicId)],
            [.. header, .. KeyText.ComputeHash(token), .. real[(9 + KeyText.HashLength)..]],
            real,
        ];
        foreach (var forgery in forgeries)
        {
            await entries.StringSetAsync(GetRedisKey(forged), forgery, Hour);
            using var other = database.Another(time: null, settings);

            Assert.Equal(KeyStatus.Invalid, (await other.Services.GetKeyCache().CheckAsync(token, Token)).Status);
            Assert.False(await entries.KeyExistsAsync(GetRedisKey(forged)));
        }

        // A damaged entry is replaced from the database.
        real[20] ^= 1;
        await entries.StringSetAsync(GetRedisKey(id), real, Hour);
        using var another = database.Another(time: null, settings);
        Assert.True((await another.Services.GetKeyCache().CheckAsync(session.Token, Token)).IsGood);
        Assert.NotNull(RedisPools.CreateSigner().Verify(GetRedisKey(id), await entries.StringGetAsync(GetRedisKey(id))));
    }

    [Fact]
    public async Task Forged_tokens_are_rejected()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var (session, _) = await CreateAsync(database.Services);
        var keyCache = database.Services.GetKeyCache();
        var id = (await keyCache.CheckAsync(session.Token, Token)).Session!;
        Assert.Equal(KeyStatus.Invalid, (await keyCache.CheckAsync(KeyTexts.WithId(KeyText.CreateSession(1), id), Token)).Status);
        Assert.Equal(KeyStatus.Invalid, (await keyCache.CheckAsync(KeyText.CreateSession(1), Token)).Status);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task The_warmer_removes_sessions_an_hour_after_they_expire()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        using var process = database.Another(_time);
        await CreateAsync(process.Services);
        var progress = new WarmerProgress(_time);
        progress.MarkMigrated();
        using var service = new SessionCleanUpService(
            process.Services.GetRequiredService<SessionStore>(), progress, _time, NullLogger<SessionCleanUpService>.Instance);
        await service.StartAsync(Token);
        Assert.Equal(0, await process.Services.GetRequiredService<SessionStore>().CleanUpAsync(Token));

        await Waiting.UntilAsync(
            async () => await database.ScalarAsync<long>("select count(*) from sessions") == 0,
            meanwhile: () => _time.Advance(SessionCleanUpService.Interval));

        Assert.True(_time.GetUtcNow() - _time.Start > 2 * Hour);
        await service.StopAsync(Token);
    }

    private static string GetId(string token) =>
        KeyText.TryRead(token, out var session) ? session.Id.ToString() : throw new InvalidOperationException("not a token");

    private static string GetRedisKey(string id) => $"e:prod:session:{{{KeyText.GetUser(id)}}}:{id}";

    /// <summary>A session for a key with the scopes read and admin.</summary>
    private static async Task<(CreatedSession Session, KnownKey Key)> CreateAsync(IServiceProvider services)
    {
        var made = await services.CreateKeyAsync(KeyScope.Read | KeyScope.Admin);
        var key = (await services.GetKeyCache().CheckAsync(made.Text, Token)).Key!;
        return (await services.GetRequiredService<SessionStore>().CreateAsync(key, Hour, Token), key);
    }
}
