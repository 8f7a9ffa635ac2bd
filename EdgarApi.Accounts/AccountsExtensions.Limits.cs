using EdgarApi.Accounts.Limits;
using EdgarApi.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.Accounts;

public static partial class AccountsExtensions
{
    /// <summary>Adds the tiers and the <see cref="RequestLimiter"/>, which uses Redis if the program has it.</summary>
    public static IHostApplicationBuilder AddRequestLimiter(this IHostApplicationBuilder builder)
    {
        builder.AddRedisGateway();
        builder.AddTiers();
        builder.Services.TryAddSingleton<LimitMetrics>();
        builder.Services.TryAddSingleton<RequestLimiter>();
        return builder;
    }
}
