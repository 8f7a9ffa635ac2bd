using EdgarApi.Client;
using EdgarApi.Storage;
using EdgarApi.Warmer.Orders;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Warming;

internal static class WarmingExtensions
{
    /// <summary>Adds cache warming through the API. The HTTP client uses service discovery and the standard resilience handler.</summary>
    public static IHostApplicationBuilder AddWarming(this IHostApplicationBuilder builder)
    {
        builder.AddWarmingRecords();
        builder.Services.AddOptions<WarmingOptions>().Bind(builder.Configuration.GetSection(WarmingOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<WarmingOptions>, WarmingOptionsValidator>();
        builder.Services.AddOptions<EdgarApiClientOptions>()
            .Configure<IOptions<WarmingOptions>>((client, warming) => WarmingClient.Configure(client, warming.Value));
        builder.Services.AddEdgarApiClient();
        builder.Services.AddSingleton<WarmingClient>();
        builder.Services.AddSingleton<WarmSelector>();
        builder.Services.AddSingleton<WarmMetrics>();
        builder.Services.AddSingleton<WarmRunner>();
        builder.Services.AddSingleton<ChangedCompanyQueue>();
        builder.Services.AddSingleton<WarmingService>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<WarmingService>());
        builder.Services.AddSingleton<IWorkOrderHandler, WarmOrders>();
        return builder;
    }
}
