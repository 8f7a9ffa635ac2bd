using EdgarApi.Data.Postgres;
using EdgarApi.Data.Postgres.Indexes;
using EdgarApi.Data.Usage.Partitions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Data.Usage;

/// <summary>Registers usage recording.</summary>
public static class UsageExtensions
{
    /// <summary>What requests are recorded through.</summary>
    public static IHostApplicationBuilder AddUsage(this IHostApplicationBuilder builder)
    {
        builder.AddUsageOptions();
        builder.Services.AddSingleton<UsageRecorder>();
        return builder;
    }

    /// <summary>The upkeep of the tables, for the worker that migrates them.</summary>
    public static IHostApplicationBuilder AddUsageUpkeep(this IHostApplicationBuilder builder)
    {
        builder.AddUsageOptions();
        builder.Services.AddSingleton(provider => new UsageUpkeep(
            Primary(provider), new UsagePartitions(Primary(provider), provider.GetRequiredService<ILogger<UsagePartitions>>()),
            new OnlineIndexBuilder(Primary(provider), provider.GetRequiredService<ILogger<OnlineIndexBuilder>>()),
            provider.GetRequiredService<IOptions<UsageOptions>>(), provider.GetRequiredService<TimeProvider>()));
        return builder;
    }

    private static void AddUsageOptions(this IHostApplicationBuilder builder) => builder.Services.AddOptions<UsageOptions>()
        .Bind(builder.Configuration.GetSection(UsageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();

    private static NpgsqlDataSource Primary(IServiceProvider provider) => provider.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseNode.PrimaryName);
}
