using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Tests.Caching.Redis;

public class RedisGatewayTests(SharedServers servers)
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("gateway");

    private readonly FakeLogCollector _log = new();

    [Fact]
    public async Task Commands_return_their_results()
    {
        await using var pool = RedisPools.Open((await servers.RedisAsync()).ConnectionString);
        var redis = Gateway(pool, TimeSpan.FromSeconds(30));
        RedisKey key = Guid.NewGuid().ToString();

        Assert.True(await redis.TryRunAsync(database => database.StringSetAsync(key, "value"), TestContext.Current.CancellationToken));
        Assert.Equal("value", await redis.RunAsync(database => database.StringGetAsync(key), TestContext.Current.CancellationToken));
        Assert.Null(await redis.PublishAsync(Channel, "message"));
        Assert.Empty(_log.GetSnapshot());
    }

    [Fact]
    public async Task Without_Redis_commands_return_defaults()
    {
        var redis = Gateway(null);

        Assert.False(redis.IsConfigured);
        Assert.True((await redis.RunAsync(database => database.StringGetAsync("key"), TestContext.Current.CancellationToken)).IsNull);
        Assert.False(await redis.TryRunAsync(database => database.PingAsync(), TestContext.Current.CancellationToken));
        Assert.Null(await redis.PublishAsync(Channel, "message"));
        redis.Send((_, _) => throw new InvalidOperationException("Nothing to send to."));
        Assert.Empty(_log.GetSnapshot());
    }

    [Fact]
    public async Task An_outage_is_logged_once_and_so_is_its_end()
    {
        await using var server = new RedisServer();
        await server.StartAsync();
        await using var pool = RedisPools.Open($"{server.ConnectionString},connectTimeout=500");
        var redis = Gateway(pool);

        await server.StopAsync();
        await Waiting.UntilAsync(() => !pool.First.IsConnected);
        for (var i = 0; i < 3; i++)
        {
            Assert.False(await redis.TryRunAsync(database => database.PingAsync(), TestContext.Current.CancellationToken));
            Assert.NotNull(await redis.PublishAsync(Channel, "message"));
        }
        Assert.NotNull((await redis.PingAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken)).Error);
        Assert.Equal([LogLevel.Warning], _log.GetSnapshot().Select(entry => entry.Level));

        await server.StartAsync();
        await Waiting.UntilAsync(
            async () => await redis.TryRunAsync(database => database.PingAsync(), TestContext.Current.CancellationToken), what: "Redis");
        Assert.Equal([LogLevel.Warning, LogLevel.Information], _log.GetSnapshot().Select(entry => entry.Level));
    }

    [Fact]
    public async Task A_caller_waits_for_an_unresponsive_Redis_until_the_timeout_or_until_it_cancels()
    {
        await using var server = new RedisServer();
        await server.StartAsync();
        await using var pool = RedisPools.Open($"{server.ConnectionString},allowAdmin=true");
        await pool.First.GetServers()[0].ExecuteAsync("CLIENT", "PAUSE", "120000", "WRITE");
        var redis = Gateway(pool);

        Assert.False(await redis.TryRunAsync(database => database.StringSetAsync("key", "value"), TestContext.Current.CancellationToken));

        using var canceling = new CancellationTokenSource();
        var waiting = redis.TryRunAsync(database => database.StringSetAsync("key", "value"), canceling.Token);
        await canceling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
    }

    /// <summary>For example on a saturated machine, or a slow command.</summary>
    [Fact]
    public async Task A_timeout_while_Redis_responds_fails_one_command_and_is_no_outage()
    {
        await using var pool = RedisPools.Open((await servers.RedisAsync()).ConnectionString);
        var redis = Gateway(pool);
        var never = new TaskCompletionSource<RedisValue>();

        Assert.True((await redis.RunAsync(_ => never.Task, TestContext.Current.CancellationToken)).IsNull);
        Assert.True(await redis.TryRunAsync(database => database.PingAsync(), TestContext.Current.CancellationToken));
        await redis.Verification.InTimeAsync();

        Assert.Empty(_log.GetSnapshot());
    }

    [Fact]
    public async Task A_frozen_Redis_is_skipped_after_one_timeout_until_it_responds()
    {
        await using var server = new RedisServer();
        await server.StartAsync();
        await using var pool = RedisPools.Open(server.ConnectionString);
        var redis = Gateway(pool);
        server.Freeze();
        Assert.False(await redis.TryRunAsync(database => database.PingAsync(), TestContext.Current.CancellationToken));
        await Waiting.UntilAsync(() => _log.GetSnapshot().Count > 0);

        Assert.False(await redis.TryRunAsync(
            _ => throw new InvalidOperationException("nothing is sent"), TestContext.Current.CancellationToken));
        Assert.NotNull(await redis.PublishAsync(Channel, "message"));
        server.Thaw();
        await redis.Verification.InTimeAsync();

        Assert.True(await redis.TryRunAsync(database => database.PingAsync(), TestContext.Current.CancellationToken));
        Assert.Equal([LogLevel.Warning, LogLevel.Information], _log.GetSnapshot().Select(entry => entry.Level));
    }

    /// <summary>By default the timeout is short enough to wait for, and long enough for a busy machine.</summary>
    private RedisGateway Gateway(RedisPool? pool, TimeSpan? timeout = null) => new(
        pool, Options.Create(new CacheOptions { RedisTimeout = timeout ?? TimeSpan.FromSeconds(2) }), TimeProvider.System,
        new FakeLogger<RedisGateway>(_log));
}
