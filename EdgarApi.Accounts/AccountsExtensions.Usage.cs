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

    /// <summary>
    /// Adds <see cref="UsageRecorder"/>, which records requests, the background services that write the records to the primary, and
    /// <see cref="IUsageBacklog"/>, which reports their progress.
    /// </summary>
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
        services.AddSingleton(provider => new UsageThrottle(Options(provider).RowsPerSecond, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<UsageReplay>();
        services.AddSingleton<UsageWriter>();
        services.AddSingleton<IUsageBacklog>(provider => new UsageBacklog(
            provider.GetRequiredService<UsageRecorder>(), provider.GetRequiredService<UsageSpool>(),
            provider.GetRequiredService<UsageReplay>(),
            provider.GetRequiredService<UsageMetrics>(), Options(provider)));
        services.AddHealthChecks().AddCheck<UsageHealthCheck>("usage");
        // Services stop in reverse order: after the server has stopped, the writer empties the queue, then the replay runs a last time.
        services.AddHostedService(provider => provider.GetRequiredService<UsageReplay>());
        services.AddHostedService(provider => provider.GetRequiredService<UsageWriter>());
        return builder;
    }

    /// <summary>Adds the maintenance of the usage tables, for the worker that migrates them.</summary>
    public static IHostApplicationBuilder AddUsageMaintenance(this IHostApplicationBuilder builder)
    {
        builder.AddUsageOptions();
        builder.Services.AddSingleton(provider => new UsageMaintenance(
            Primary(provider), new UsagePartitions(Primary(provider), provider.GetRequiredService<ILogger<UsagePartitions>>()),
            new OnlineIndexBuilder(Primary(provider), provider.GetRequiredService<ILogger<OnlineIndexBuilder>>()),
            new UsageRollup(Primary(provider)),
            provider.GetRequiredService<IOptions<UsageOptions>>(), provider.GetRequiredService<TimeProvider>()));
        return builder;
    }

    private static void AddUsageOptions(this IHostApplicationBuilder builder) => builder.Services.AddOptions<UsageOptions>()
        .Bind(builder.Configuration.GetSection(UsageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();

    private static string SpoolDirectory(IServiceProvider provider)
    {
        if (Options(provider).SpoolDirectory is { Length: > 0 } configured) return configured;
        var data = provider.GetRequiredService<IConfiguration>()["EdgarApi:DataDirectory"];
        return Path.Combine(data is { Length: > 0 } ? data : Path.Combine(Path.GetTempPath(), "edgar"), "usage");
    }

    private static UsageOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<UsageOptions>>().Value;
}
