using EdgarApi.Storage;
using EdgarApi.Warmer.Orders;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Warming;

internal static class WarmingExtensions
{
    /// <summary>Cache warming through the API. The client has service discovery and the standard resilience handler from the service defaults.</summary>
    public static IHostApplicationBuilder AddWarming(this IHostApplicationBuilder builder)
    {
        builder.AddWarmingRecords();
        builder.Services.AddOptions<WarmingOptions>().Bind(builder.Configuration.GetSection(WarmingOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<WarmingOptions>, WarmingOptionsValidator>();
        builder.Services.AddHttpClient(WarmingClient.Name, (provider, client) =>
        {
            client.BaseAddress = provider.GetRequiredService<IOptions<WarmingOptions>>().Value.Api;
            client.Timeout = Timeout.InfiniteTimeSpan; // the resilience handler has the timeouts
        });
        builder.Services.AddSingleton<WarmingClient>();
        builder.Services.AddSingleton<WarmSelector>();
        builder.Services.AddSingleton<WarmRunner>();
        builder.Services.AddSingleton<RefreshNews>();
        builder.Services.AddSingleton<WarmingService>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<WarmingService>());
        builder.Services.AddSingleton<IWorkOrderHandler, WarmOrders>();
        return builder;
    }
}
