using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Tests.Servers;

/// <summary>Pools without a host.</summary>
internal static class RedisPools
{
    /// <summary>Creates a pool with the application's default settings.</summary>
    public static RedisPool Open(string connectionString)
    {
        var settings = ConfigurationOptions.Parse(connectionString);
        RedisClientExtensions.Configure(settings);
        return new RedisPool(ConnectionMultiplexer.Connect(settings), Options.Create(settings));
    }

    /// <summary>A gateway over a pool, or without Redis.</summary>
    public static RedisGateway CreateGateway(RedisPool? pool = null, TimeProvider? time = null) =>
        new(pool, Options.Create(new CacheOptions()), time ?? TimeProvider.System, NullLogger<RedisGateway>.Instance);
}
