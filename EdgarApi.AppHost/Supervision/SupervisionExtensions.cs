using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EdgarApi.AppHost.Supervision;

/// <summary>Registers the supervision of local processes.</summary>
internal static class SupervisionExtensions
{
    public static IDistributedApplicationBuilder AddSupervision(this IDistributedApplicationBuilder builder)
    {
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true"; // the AppHost ends after its processes, not before
        builder.Services.AddHostedService<HangUpListener>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<ProcessSupervisor>();
        return builder;
    }
}
