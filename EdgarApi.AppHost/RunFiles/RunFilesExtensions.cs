using EdgarApi.AppHost.Logs;
using EdgarApi.AppHost.Settings;
using EdgarApi.AppHost.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.AppHost.RunFiles;

/// <summary>Registers the files that describe the run.</summary>
internal static class RunFilesExtensions
{
    public static IDistributedApplicationBuilder AddRunFiles(
        this IDistributedApplicationBuilder builder, LocalSettings settings, DataStores stores, IResourceBuilder<ProjectResource> api,
        DevelopmentKeyParameter key)
    {
        builder.Services.AddSingleton<IHostedService>(provider =>
            ActivatorUtilities.CreateInstance<RunFilesWriter>(
                provider, settings, stores, Path.Combine(builder.AppHostDirectory, "postgres"), api.GetEndpoint("http"), key));
        builder.Services.AddSingleton<IHostedService>(provider =>
            ActivatorUtilities.CreateInstance<SlowQueryLogWriter>(provider, settings, stores));
        return builder;
    }
}
