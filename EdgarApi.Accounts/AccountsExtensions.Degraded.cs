using EdgarApi.Accounts.Degraded;
using EdgarApi.Storage;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.Accounts;

public static partial class AccountsExtensions
{
    /// <summary>Adds <see cref="DegradedMode"/> and what reads and changes it.</summary>
    public static IHostApplicationBuilder AddDegradedMode(this IHostApplicationBuilder builder)
    {
        builder.AddStorage();
        builder.Services.AddOptions<DegradedModeOptions>().Bind(builder.Configuration.GetSection(DegradedModeOptions.Section))
            .ValidateDataAnnotations()
            .Validate(
                options => options.DefaultDuration <= options.MaxDuration,
                "EdgarApi:Degraded:DefaultDuration must not exceed EdgarApi:Degraded:MaxDuration.")
            .ValidateOnStart();
        builder.Services.TryAddSingleton<PrimaryReader>();
        builder.Services.AddSingleton<DegradedMode>();
        builder.Services.AddSingleton(provider => new DegradedModeStore(
            Primary(provider), provider.GetRequiredService<PrimaryReader>(), provider.GetRequiredService<DegradedMode>(),
            provider.GetRequiredService<TimeProvider>()));
        return builder;
    }

    /// <summary>Keeps <see cref="DegradedMode"/> current, and adds the health check <c>degraded-mode</c>.</summary>
    public static IHostApplicationBuilder FollowDegradedMode(this IHostApplicationBuilder builder)
    {
        builder.AddDegradedMode();
        builder.Services.AddHostedService<DegradedModeRefresher>();
        builder.Services.AddHealthChecks().AddCheck<DegradedModeHealthCheck>("degraded-mode");
        return builder;
    }
}
