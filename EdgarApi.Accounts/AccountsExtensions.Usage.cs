using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Figures;
using EdgarApi.Accounts.Usage.Partitions;
using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Accounts.Usage.Writing;
using EdgarApi.Storage.Indexes;
using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Accounts;

public static partial class AccountsExtensions
{
    private const string DataSourceKey = "edgardb usage";

    /// <summary>What requests are recorded through (<see cref="UsageRecorder"/>), and what brings the records to the primary; <see cref="IUsageBacklog"/> tells how far it is.</summary>
    public static IHostApplicationBuilder AddUsage(this IHostApplicationBuilder builder)
    {
        builder.AddUsageOptions();
        var services = builder.Services;
        services.AddSingleton<UsageMetrics>();
        services.AddSingleton<UsageRecorder>();
        services.AddSingleton<IUsageReader, UsageReader>();
        builder.AddUsageDataSource(DataSourceKey);
        services.AddSingleton<IUsageTable>(provider => new UsageTable(provider.GetRequiredKeyedService<NpgsqlDataSource>(DataSourceKey)));
        services.AddSingleton(provider =>
        {
            var spool = new UsageSpool(SpoolDirectory(provider), Options(provider).SpoolBytes);
            provider.GetRequiredService<UsageMetrics>().ObserveSpool(() => spool.Bytes);
            return spool;
        });
        services.AddSingleton(provider => new UsagePace(Options(provider).RowsPerSecond, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<UsageReplay>();
        services.AddSingleton<UsageWriter>();
        services.AddSingleton<IUsageBacklog>(provider => new UsageBacklog(
            provider.GetRequiredService<UsageRecorder>(), provider.GetRequiredService<UsageSpool>(), provider.GetRequiredService<UsageReplay>(),
            provider.GetRequiredService<UsageMetrics>(), Options(provider)));
        // Stopped in the reverse order: after the server, the writer empties the queue.
        services.AddHostedService(provider => provider.GetRequiredService<UsageReplay>());
        services.AddHostedService(provider => provider.GetRequiredService<UsageWriter>());
        return builder;
    }

    /// <summary>The upkeep of the tables, for the worker that migrates them.</summary>
    public static IHostApplicationBuilder AddUsageUpkeep(this IHostApplicationBuilder builder)
    {
        builder.AddUsageOptions();
        builder.Services.AddSingleton(provider => new UsageUpkeep(
            Writes(provider), new UsagePartitions(Writes(provider), provider.GetRequiredService<ILogger<UsagePartitions>>()),
            new OnlineIndexBuilder(Writes(provider), provider.GetRequiredService<ILogger<OnlineIndexBuilder>>()), new UsageRollup(Writes(provider)),
            provider.GetRequiredService<IOptions<UsageOptions>>(), provider.GetRequiredService<TimeProvider>()));
        return builder;
    }

    private static void AddUsageOptions(this IHostApplicationBuilder builder) => builder.Services.AddOptions<UsageOptions>()
        .Bind(builder.Configuration.GetSection(UsageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();

    private static string SpoolDirectory(IServiceProvider provider) => Options(provider).SpoolDirectory is { Length: > 0 } given
        ? given
        : Path.Combine(provider.GetRequiredService<IConfiguration>()["EdgarApi:DataDirectory"] is { Length: > 0 } data ? data : Path.Combine(Path.GetTempPath(), "edgar"), "usage");

    private static UsageOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<UsageOptions>>().Value;
}
