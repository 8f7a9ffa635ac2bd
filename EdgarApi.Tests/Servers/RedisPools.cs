using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Tests.Servers;

/// <summary>Pools without a host.</summary>
internal static class RedisPools
{
    /// <summary>A pool with the settings of the programs.</summary>
    public static RedisPool Open(string connectionString)
    {
        var settings = ConfigurationOptions.Parse(connectionString);
        RedisClientExtensions.Configure(settings);
        return new RedisPool(ConnectionMultiplexer.Connect(settings), Options.Create(settings));
    }
}
