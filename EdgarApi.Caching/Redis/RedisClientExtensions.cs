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

/// <summary>Registers Redis through Aspire's client integration.</summary>
internal static class RedisClientExtensions
{
    /// <summary>Name of the connection string.</summary>
    private const string Name = "redis";

    /// <summary>Time after which commands are exported as spans; until then their payloads stay in memory.</summary>
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    /// <summary>Adds <see cref="RedisPool"/> and its first connection; does nothing without the connection string <c>redis</c>.</summary>
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
                // RedisHealthCheck reports degraded without Redis, because all requests are still served; Aspire's check reports unhealthy.
                settings.DisableHealthChecks = true;
                // Aspire only traces the connection that it opens and keeps payloads for 10 s. RedisTracing uses its library directly.
                settings.DisableTracing = true;
            },
            settings => Configure(settings, builder.Configuration.GetSection(CacheOptions.Section).Get<CacheOptions>() ?? new()));
        builder.Services.AddSingleton<RedisPool>();
        if (builder.HasTracing()) builder.AddRedisTracing();
    }

    /// <summary>Adds the metrics of the Redis servers to programs that use Redis and export metrics.</summary>
    public static void AddRedisMetrics(this IHostApplicationBuilder builder)
    {
        if (!builder.HasTracing() || builder.Services.All(service => service.ServiceType != typeof(RedisPool))) return;
        builder.Services.AddHostedService<RedisMetrics>();
    }

    /// <summary>Configures every connection.</summary>
    internal static void Configure(ConfigurationOptions settings, CacheOptions options)
    {
        // The client forgets a command without reply some time after its caller.
        settings.AsyncTimeout = settings.SyncTimeout = 2 * (int)options.RedisTimeout.TotalMilliseconds;
        // Programs start and serve without Redis.
        settings.AbortOnConnectFail = false;
        // Without a connection, commands fail immediately: callers continue without Redis instead of waiting for it.
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        // The client counts INFO, which RedisMetrics reads, among the commands of administrators.
        settings.AllowAdmin = true;
        // Aspire logs each connection attempt as an error. The health check and RedisGateway log an outage once.
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
            throw new OptionsValidationException(
                Name, typeof(RedisPool),
                [$"ConnectionStrings:redis is not a Redis connection string like localhost:6379,password=…: {error.Message}"]);
        }
    }
}
