using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Tests.Servers;

/// <summary>Pools without a host.</summary>
internal static class RedisPools
{
    /// <summary>Creates a pool with the application's settings.</summary>
    public static RedisPool Open(string connectionString, CacheOptions? options = null, TimeSpan? clientTimeout = null)
    {
        var settings = ConfigurationOptions.Parse(connectionString);
        RedisClientExtensions.Configure(settings, options ?? new CacheOptions());
        if (clientTimeout is { } timeout) settings.AsyncTimeout = (int)timeout.TotalMilliseconds;
        return new RedisPool(ConnectionMultiplexer.Connect(settings), Options.Create(settings));
    }

    /// <summary>The key with which the processes of tests sign values.</summary>
    public const string SigningKey = "a-signing-key-of-the-tests-0123456789";

    /// <summary>A signer as a process with these keys has it.</summary>
    public static ValueSigner CreateSigner(string key = SigningKey, string previous = "", FakeLogCollector? log = null) => new(
        Options.Create(new CacheOptions { SigningKey = key, PreviousSigningKey = previous }), CreateGateway(), TimeProvider.System,
        log is null ? NullLogger<ValueSigner>.Instance : new FakeLogger<ValueSigner>(log));

    /// <summary>A gateway over a pool, or without Redis.</summary>
    public static RedisGateway CreateGateway(RedisPool? pool = null, TimeProvider? time = null, CacheOptions? options = null) =>
        new(pool, Options.Create(options ?? new CacheOptions()), time ?? TimeProvider.System, NullLogger<RedisGateway>.Instance);
}
