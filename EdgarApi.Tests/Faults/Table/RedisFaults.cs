using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Faults.Table;

/// <summary>Faults of Redis. Memory and Postgres serve.</summary>
internal static class RedisFaults
{
    private const string Promise = "memory and Postgres serve";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("Redis is killed", Promise, system => system.KillAsync("redis")),
        new("Redis is stopped and restarted", Promise, system => system.SignalAsync("redis", "TERM")),
        new("Redis is paused (SIGSTOP)", Promise, system => system.SignalAsync("redis", "STOP"))
        {
            EndAsync = system => system.SignalAsync("redis", "CONT"),
        },
        Network("Redis is a black hole in the network", new(IsBlackHole: true)),
        Network("connections to Redis are reset", new(Resets: true)),
        Network("the network to Redis takes 200 ms each way", new(Latency: TimeSpan.FromMilliseconds(200))),
        // Pings get through, so Redis does not count as unavailable, and large values take longer than a command may.
        Network("the network to Redis drips 2 KB per second", new(BytesPerSecond: 2048)),
        new("Redis is flushed", Promise, system => system.ExecuteRedisAsync("FLUSHALL")),
        new("Redis is full and accepts no writes", Promise, async system =>
        {
            await system.ExecuteRedisAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
            await system.ExecuteRedisAsync("CONFIG", "SET", "maxmemory", "1mb");
        })
        {
            EndAsync = async system =>
            {
                await system.ExecuteRedisAsync("CONFIG", "SET", "maxmemory", "256mb");
                await system.ExecuteRedisAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
            },
        },
    ];

    private static Fault Network(string name, NetworkFault fault) => new(name, Promise, system =>
    {
        system.RedisNetwork.Fail(fault);
        return Task.CompletedTask;
    })
    {
        EndAsync = system =>
        {
            system.RedisNetwork.Recover();
            return Task.CompletedTask;
        },
    };
}
