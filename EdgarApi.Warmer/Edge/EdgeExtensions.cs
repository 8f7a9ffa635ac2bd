using EdgarApi.Storage;
using EdgarApi.Storage.Identity;

namespace EdgarApi.Warmer.Edge;

internal static class EdgeExtensions
{
    /// <summary>Adds the purging of the CDN, if its address is set. Its HTTP client has the standard resilience handler.</summary>
    public static IHostApplicationBuilder AddEdge(this IHostApplicationBuilder builder)
    {
        builder.AddEdgePurges();
        builder.Services.AddOptions<EdgeOptions>().Bind(builder.Configuration.GetSection(EdgeOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHttpClient(EdgePurger.ClientName)
            .AddHttpMessageHandler(() => new AzureAuthorization(builder.GetAzureCredential()));
        builder.Services.AddHostedService<EdgePurger>();
        return builder;
    }
}
