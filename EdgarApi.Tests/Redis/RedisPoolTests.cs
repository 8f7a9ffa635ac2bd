using EdgarApi.Data.Redis;
using EdgarApi.Tests.Servers;
using StackExchange.Redis;

namespace EdgarApi.Tests.Redis;

public class RedisPoolTests(SharedServers servers)
{
    [Fact]
    public async Task An_idle_pool_keeps_one_connection()
    {
        await using var pool = new RedisPool((await servers.RedisAsync()).ConnectionString);
        for (var i = 0; i < 100; i++) await pool.Next().GetDatabase().PingAsync();
        Assert.Equal(1, pool.Count);
        Assert.Same(pool.First, pool.Next());
    }

    [Fact]
    public async Task Busy_connections_open_others_up_to_ten()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var pool = new RedisPool(redis.ConnectionString + ",allowAdmin=true");
        // While writes are paused, commands pile up on every connection.
        await pool.First.GetServer("127.0.0.1", redis.Port).ExecuteAsync("CLIENT", "PAUSE", "3000", "WRITE");
        var commands = new List<Task>();
        for (var i = 0; pool.Count < RedisPool.MaxConnections && i < 200_000; i++)
        {
            var next = pool.Next();
            if (next.GetCounters().TotalOutstanding < 100) commands.Add(next.GetDatabase().StringSetAsync("k", i));
            else await Task.Yield();
        }
        Assert.Equal(RedisPool.MaxConnections, pool.Count);
        for (var i = 0; i < 1000; i++) pool.Next();
        Assert.Equal(RedisPool.MaxConnections, pool.Count);
        await Task.WhenAll(commands);
    }
}
