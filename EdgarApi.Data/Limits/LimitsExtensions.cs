using EdgarApi.Data.Accounts;
using EdgarApi.Data.Caching;
using EdgarApi.Data.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgarApi.Data.Limits;

/// <summary>Registers the limiter.</summary>
public static class LimitsExtensions
{
    /// <summary>The tiers and the <see cref="RequestLimiter"/>, over Redis where the program has it.</summary>
    public static IHostApplicationBuilder AddRequestLimiter(this IHostApplicationBuilder builder)
    {
        builder.AddCacheOptions();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddTiers();
        builder.Services.TryAddSingleton<LimitMetrics>();
        builder.Services.TryAddSingleton(provider => new RequestLimiter(
            provider.GetService<RedisPool>(), provider.GetRequiredService<IOptions<CacheOptions>>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<LimitMetrics>(), provider.GetRequiredService<ILogger<RequestLimiter>>()));
        return builder;
    }
}
