using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OpenTelemetry.Instrumentation.StackExchangeRedis;
using OpenTelemetry.Trace;
using StackExchange.Redis;

namespace EdgarApi.Caching.Redis;

/// <summary>Registers Redis through Aspire's client.</summary>
internal static class RedisClientExtensions
{
    /// <summary>Name of the connection string.</summary>
    private const string Name = "redis";

    /// <summary>How long a command waits until it becomes a span; until then its payload stays in memory.</summary>
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    /// <summary><see cref="RedisPool"/> and its first connection; nothing without the connection string <c>redis</c>.</summary>
    /// <exception cref="OptionsValidationException">The connection string is invalid.</exception>
    public static void AddRedis(this IHostApplicationBuilder builder)
    {
        if (builder.Configuration.GetConnectionString(Name) is not { Length: > 0 } connectionString) return;
        if (builder.Services.Any(service => service.ServiceType == typeof(RedisPool))) return;
        Validate(connectionString);
        builder.AddRedisClient(
            Name,
            settings =>
            {
                // RedisHealthCheck is degraded without Redis, because everything is still answered; Aspire's is unhealthy.
                settings.DisableHealthChecks = true;
                // Aspire traces only the connection that it opens, keeps payloads for 10 s, and cannot be set otherwise: RedisTracing uses its library directly.
                settings.DisableTracing = true;
            },
            Configure);
        builder.Services.AddSingleton<RedisPool>();
        if (builder.HasTracing()) builder.AddRedisTracing();
    }

    /// <summary>Settings of every connection.</summary>
    internal static void Configure(ConfigurationOptions settings)
    {
        // Programs start and serve without Redis.
        settings.AbortOnConnectFail = false;
        // Without a connection a command fails at once: everything here goes on without Redis, and nothing waits for it to come back.
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        // Aspire would log each attempt to connect as an error. The health check and those who use Redis log that it is unavailable, once.
        settings.LoggerFactory = NullLoggerFactory.Instance;
    }

    private static void AddRedisTracing(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<StackExchangeRedisInstrumentationOptions>(options =>
        {
            options.FlushInterval = FlushInterval;
            options.EnrichActivityWithTimingEvents = false;
        });
        builder.Services.AddSingleton<RedisTracing>();
        // AddRedisInstrumentation would instrument the first connection a second time.
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing
            .AddSource(RedisTracing.SourceName)
            .ConfigureRedisInstrumentation(_ => { })
            .AddInstrumentation(provider => provider.GetRequiredService<StackExchangeRedisInstrumentation>()));
    }

    private static void Validate(string connectionString)
    {
        try
        {
            ConfigurationOptions.Parse(connectionString);
        }
        catch (ArgumentException error)
        {
            throw new OptionsValidationException(Name, typeof(RedisPool), [$"ConnectionStrings:redis is no address of Redis as localhost:6379,password=…: {error.Message}"]);
        }
    }
}
