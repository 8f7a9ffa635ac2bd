using EdgarApi.Caching.Facts;
using EdgarApi.Caching.Health;
using EdgarApi.Caching.Redis;
using EdgarApi.Caching.RequestBudget;
using EdgarApi.Caching.Versions;
using EdgarApi.Sec.RequestBudget;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Publication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace EdgarApi.Caching;

/// <summary>Registers caches.</summary>
public static class CachingExtensions
{
    /// <summary>
    /// Adds Redis through the connection string <c>redis</c>, if it is configured, and what storage and sources need of it:
    /// <see cref="IVersionChannel"/> and <see cref="ISnapshotCache"/>, and the shared <see cref="ISecRequestBudget"/> for the live source.
    /// </summary>
    public static IHostApplicationBuilder AddCaching(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(SnapshotTier))) return builder;
        builder.AddRedis();
        builder.AddRedisGateway();
        builder.AddRedisMetrics();
        builder.Services.AddOptions<FactsOptions>().Bind(builder.Configuration.GetSection(FactsOptions.Section)).ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<SnapshotTier>();
        builder.Services.AddSingleton<ISnapshotCache>(provider => provider.GetRequiredService<SnapshotTier>());
        builder.Services.AddSingleton<IVersionChannel, RedisVersionChannel>();
        builder.Services.TryAddSingleton<ISecRequestBudget, SharedRequestBudget>();
        return builder;
    }

    /// <summary>
    /// Adds company facts from memory, Redis and the replicas (<see cref="ICompanyFactsReader"/>), and the health check <c>redis</c>.
    /// </summary>
    public static IHostApplicationBuilder AddFactsReading(this IHostApplicationBuilder builder)
    {
        builder.AddCaching();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<CompanyFactsReader>();
        builder.Services.AddSingleton<ICompanyFactsReader>(provider => provider.GetRequiredService<CompanyFactsReader>());
        builder.Services.AddSingleton<IVersionListener>(provider => provider.GetRequiredService<CompanyFactsReader>());
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>("redis");
        return builder;
    }

    /// <summary>Adds <see cref="RedisGateway"/>, over Redis if the program has it.</summary>
    public static IHostApplicationBuilder AddRedisGateway(this IHostApplicationBuilder builder)
    {
        builder.AddCacheOptions();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(provider => new RedisGateway(
            provider.GetService<RedisPool>(), provider.GetRequiredService<IOptions<CacheOptions>>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisGateway>>()));
        builder.Services.TryAddSingleton<ValueSigner>();
        return builder;
    }

    /// <summary>Adds the options of the cache tiers. The namespace defaults to the environment's short name.</summary>
    public static IHostApplicationBuilder AddCacheOptions(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(IConfigureOptions<CacheOptions>))) return builder;
        builder.Services.AddOptions<CacheOptions>()
            .Bind(builder.Configuration.GetSection(CacheOptions.Section))
            .PostConfigure(options =>
            {
                if (options.Namespace.Length == 0) options.Namespace = GetShortName(builder.Environment);
            })
            .ValidateDataAnnotations().ValidateOnStart();
        return builder;
    }

    /// <summary>Adds a cache for values of one type.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="name">Name of the cache, which separates its notifications and metrics from those of other caches.</param>
    /// <param name="codec">Serializes the values.</param>
    public static IHostApplicationBuilder AddTieredCache<T>(this IHostApplicationBuilder builder, string name, ICacheCodec<T> codec)
        where T : class
    {
        builder.AddRedisGateway();
        builder.Services.AddSingleton(provider => new TieredCache<T>(
            name, codec, provider.GetRequiredService<IOptions<CacheOptions>>(), provider.GetRequiredService<RedisGateway>(),
            provider.GetService<RedisPool>(), provider.GetRequiredService<ValueSigner>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        return builder;
    }

    private static string GetShortName(IHostEnvironment environment) =>
        environment.IsDevelopment() ? "dev"
        : environment.IsStaging() ? "stg"
        : environment.IsProduction() ? "prod"
        : string.Concat(environment.EnvironmentName.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
