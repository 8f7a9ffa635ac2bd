using EdgarApi.Api.Statements;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EdgarApi.Api.Telemetry;

internal static class RequestMetricsExtensions
{
    /// <summary>Adds the metrics of requests and of what they ask for.</summary>
    public static IHostApplicationBuilder AddRequestMetrics(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<CompanyDemand>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<CompanyDemand>());
        builder.Services.AddSingleton<RequestMetrics>();
        builder.Services.AddActivatedSingleton<StatementMetrics>();
        return builder;
    }
}
