using EdgarApi.Accounts.Limits;
using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgarApi.Accounts;

public static partial class AccountsExtensions
{
    /// <summary>Adds the tiers and the <see cref="RequestLimiter"/>, which uses Redis if the program has it.</summary>
    public static IHostApplicationBuilder AddRequestLimiter(this IHostApplicationBuilder builder)
    {
        builder.AddCacheOptions();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddTiers();
        builder.Services.TryAddSingleton<LimitMetrics>();
        builder.Services.TryAddSingleton(provider => new RequestLimiter(
            provider.GetService<RedisPool>(), provider.GetRequiredService<IOptions<CacheOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<LimitMetrics>(), provider.GetRequiredService<ILogger<RequestLimiter>>()));
        return builder;
    }
}
