using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.Data.Usage;

/// <summary>Registers usage recording.</summary>
public static class UsageExtensions
{
    /// <summary>What requests are recorded through.</summary>
    public static IHostApplicationBuilder AddUsage(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<UsageRecorder>();
        return builder;
    }
}
