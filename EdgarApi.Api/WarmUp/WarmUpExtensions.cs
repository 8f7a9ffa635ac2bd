using EdgarApi.ServiceDefaults.Startup;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.WarmUp;

internal static class WarmUpExtensions
{
    /// <summary>Adds the warm-up and its health check <c>warm</c>.</summary>
    public static IHostApplicationBuilder AddWarmUp(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<WarmUpOptions>()
            .Bind(builder.Configuration.GetSection(WarmUpOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<WarmUpService>();
        builder.Services.AddSingleton<IVersionListener>(provider => provider.GetRequiredService<WarmUpService>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<WarmUpService>());
        builder.Services.AddHealthChecks().AddCheck<WarmUpService>("warm");
        return builder;
    }
}
