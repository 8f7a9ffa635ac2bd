using EdgarApi.Caching.Redis;
using EdgarApi.Tests.Servers;
using StackExchange.Redis;

namespace EdgarApi.Tests.Caching.Redis;

public class RedisPoolTests(SharedServers servers)
{
    [Fact]
    public async Task An_idle_pool_keeps_one_connection()
    {
        await using var pool = RedisPools.Open((await servers.RedisAsync()).ConnectionString);
        for (var i = 0; i < 100; i++) await pool.Next().GetDatabase().PingAsync();
        Assert.Equal(1, pool.Count);
        Assert.Same(pool.First, pool.Next());
    }

    [Fact]
    public async Task Without_a_connection_a_command_fails_immediately()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var pool = RedisPools.Open(redis.ConnectionString + ",asyncTimeout=600000");
        await redis.StopAsync();
        await Waiting.UntilAsync(() => !pool.First.IsConnected);

        await Assert.ThrowsAsync<RedisConnectionException>(() => pool.Next().GetDatabase().StringGetAsync("k").InTimeAsync());
        await Assert.ThrowsAsync<RedisConnectionException>(() =>
            pool.First.GetSubscriber().PublishAsync(RedisChannel.Literal("c"), "m").InTimeAsync());
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Busy_connections_open_others_up_to_ten()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var admin = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        await using var pool = RedisPools.Open(redis.ConnectionString + ",asyncTimeout=120000");
        // While writes are paused, commands pile up on every connection.
        var server = admin.GetServer("127.0.0.1", redis.Port);
        await server.ExecuteAsync("CLIENT", "PAUSE", "120000", "WRITE");
        var commands = new List<Task>();
        while (pool.Count < RedisPool.MaxConnections)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var next = pool.Next();
            if (next.GetCounters().TotalOutstanding < 100) commands.Add(next.GetDatabase().StringSetAsync("k", commands.Count));
            else await Task.Yield();
        }
        for (var i = 0; i < 1000; i++) pool.Next();
        Assert.Equal(RedisPool.MaxConnections, pool.Count);
        await server.ExecuteAsync("CLIENT", "UNPAUSE");
        await Task.WhenAll(commands);
    }
}
