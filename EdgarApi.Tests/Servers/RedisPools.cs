using EdgarApi.Caching.Redis;
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
}
