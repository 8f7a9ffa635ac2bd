using EdgarApi.Client.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EdgarApi.Client;

/// <summary>Registers the client.</summary>
public static class EdgarApiClientExtensions
{
    /// <summary>Name of the <see cref="HttpClient"/>.</summary>
    private const string Name = "EdgarApi";

    /// <summary>Adds a singleton <see cref="EdgarApiClient"/> whose connections come from <see cref="IHttpClientFactory"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; null if they are configured elsewhere.</param>
    /// <returns>Adds handlers to the <see cref="HttpClient"/>, for example for retries.</returns>
    public static IHttpClientBuilder AddEdgarApiClient(
        this IServiceCollection services, Action<EdgarApiClientOptions>? configure = null)
    {
        var options = services.AddOptions<EdgarApiClientOptions>();
        if (configure is not null) options.Configure(configure);
        services.TryAddSingleton(provider =>
        {
            var factory = provider.GetRequiredService<IHttpClientFactory>();
            return new EdgarApiClient(
                () => factory.CreateClient(Name), provider.GetRequiredService<IOptions<EdgarApiClientOptions>>().Value);
        });
        return services
            .AddHttpClient(Name, (provider, http) =>
            {
                var settings = provider.GetRequiredService<IOptions<EdgarApiClientOptions>>().Value;
                http.BaseAddress = ApiConnection.GetFolder(settings.BaseAddress!);
                http.Timeout = settings.Timeout;
            })
            .ConfigurePrimaryHttpMessageHandler(EdgarApiClient.CreateHandler);
    }
}
