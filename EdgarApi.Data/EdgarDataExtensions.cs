using EdgarApi.Data.Accounts;
using EdgarApi.Data.Accounts.Keys;
using EdgarApi.Data.Accounts.Sessions;
using EdgarApi.Data.Caching;
using EdgarApi.Data.Companies;
using EdgarApi.Data.Facts;
using EdgarApi.Data.Health;
using EdgarApi.Data.Ingest;
using EdgarApi.Data.Metrics;
using EdgarApi.Data.Operation;
using EdgarApi.Data.Postgres;
using EdgarApi.Data.Postgres.Publication;
using EdgarApi.Data.Postgres.Routing;
using EdgarApi.Data.Redis;
using EdgarApi.Data.Warming;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Data;

/// <summary>Registers the data services of a program.</summary>
public static class EdgarDataExtensions
{
    /// <summary>
    /// Everything that answers reads: the four reader interfaces, replica routing over the connection strings <c>edgardb</c>, <c>edgardb-api</c>
    /// and <c>edgardb-analytics</c>, the company directory, and the health checks <c>postgres</c>, <c>redis</c> and <c>data</c>.
    /// </summary>
    public static IHostApplicationBuilder AddEdgarReading(this IHostApplicationBuilder builder)
    {
        builder.AddRouting();
        builder.Services.AddSingleton<CompanyDirectory>();
        builder.Services.AddSingleton<ICompanyDirectory>(provider => provider.GetRequiredService<CompanyDirectory>());
        builder.Services.AddSingleton<DirectorySync>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DirectorySync>());
        builder.Services.AddSingleton<ICompanyReader, CompanyReader>();
        builder.Services.AddSingleton<CompanyFactsReader>();
        builder.Services.AddSingleton<ICompanyFactsReader>(provider => provider.GetRequiredService<CompanyFactsReader>());
        builder.Services.AddSingleton<IVersionListener>(provider => provider.GetRequiredService<CompanyFactsReader>());
        builder.Services.AddSingleton<IMetricValueReader, MetricValueReader>();
        builder.Services.AddHealthChecks()
            .AddCheck<PostgresHealthCheck>("postgres")
            .AddCheck<RedisHealthCheck>("redis")
            .AddCheck<LoadedDataHealthCheck>("data");
        return builder;
    }

    /// <summary>
    /// Everything that writes: migrations, the heartbeat, the ingest pipeline and publication. The company source is registered apart
    /// (<see cref="ICompanySource"/>), chosen by <see cref="IngestOptions"/>.
    /// </summary>
    public static IHostApplicationBuilder AddEdgarIngest(this IHostApplicationBuilder builder)
    {
        builder.AddRouting();
        builder.Services.AddOptions<IngestOptions>().ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(provider => new SchemaMigrator(
            Primary(provider), Writes(provider), provider.GetRequiredService<ILogger<SchemaMigrator>>()));
        builder.Services.AddSingleton(provider => new Heartbeat(Writes(provider)));
        builder.Services.TryAddSingleton<ReplayWait>();
        builder.Services.TryAddSingleton<VersionPublisher>();
        builder.Services.AddSingleton(provider => new WorkOrderBook(
            Writes(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<WorkOrderBook>>()));
        builder.Services.AddSingleton(provider => new IngestLog(Writes(provider), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(provider => new IngestPipeline(
            new CompanyFactsStore(Writes(provider)), new ListingStore(Writes(provider)), provider.GetRequiredService<IngestLog>(),
            provider.GetRequiredService<VersionPublisher>(), provider.GetRequiredService<SnapshotTier>(), Writes(provider), provider.GetRequiredService<IOptions<IngestOptions>>(),
            provider.GetRequiredService<ILogger<IngestPipeline>>()));
        return builder;
    }

    /// <summary>What cache warming reads and notes down: runs, loaded companies, reports of results.</summary>
    public static IHostApplicationBuilder AddEdgarWarming(this IHostApplicationBuilder builder)
    {
        builder.AddRouting();
        builder.Services.AddSingleton(provider => new WarmRunLog(Writes(provider), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(provider => new LoadedCompanies(Writes(provider)));
        builder.Services.AddSingleton<EarningsReleases>();
        builder.Services.AddSingleton<RecentQueries>();
        return builder;
    }

    /// <summary>Organizations, users and keys: <see cref="AccountStore"/> and the tiers.</summary>
    public static IHostApplicationBuilder AddEdgarAccounts(this IHostApplicationBuilder builder)
    {
        builder.AddRouting();
        builder.AddTiers();
        builder.Services.TryAddSingleton<KeyNews>();
        builder.Services.TryAddSingleton<SessionCache>();
        builder.Services.TryAddSingleton(provider => new SessionStore(
            Writes(provider), provider.GetRequiredService<SessionCache>(), provider.GetRequiredService<KeyNews>(), provider.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton(provider => new AccountStore(
            Writes(provider), provider.GetRequiredService<KeyNews>(), provider.GetRequiredService<TierCatalog>(), provider.GetRequiredService<TimeProvider>()));
        return builder;
    }

    /// <summary>The <see cref="TierCatalog"/>, read at once: a figure that is none ends the start.</summary>
    internal static void AddTiers(this IHostApplicationBuilder builder)
    {
        if (builder.Services.All(service => service.ServiceType != typeof(TierCatalog)))
            builder.Services.AddSingleton(new TierCatalog(builder.Configuration.GetSection(TierCatalog.Section)));
    }

    /// <summary>What operators do to the running system and see of it: <see cref="OperationStore"/>, and with it <see cref="AccountStore"/>.</summary>
    public static IHostApplicationBuilder AddEdgarOperation(this IHostApplicationBuilder builder)
    {
        builder.AddEdgarAccounts();
        builder.Services.TryAddSingleton<ReplayWait>();
        builder.Services.TryAddSingleton<VersionPublisher>();
        builder.Services.AddSingleton(provider => new SystemState(provider.GetRequiredService<NodeSet>(), provider));
        builder.Services.AddSingleton(provider => new OperationStore(Writes(provider), provider.GetRequiredService<VersionPublisher>()));
        return builder;
    }

    /// <summary>What tells a request's caller from its key: <see cref="KeyRing"/>, kept current in the background.</summary>
    public static IHostApplicationBuilder AddEdgarKeys(this IHostApplicationBuilder builder)
    {
        builder.AddEdgarAccounts();
        builder.Services.AddOptions<KeyOptions>().Bind(builder.Configuration.GetSection(KeyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<NewestRead>();
        builder.Services.AddSingleton<KeyReader>();
        builder.Services.AddSingleton<SessionReader>();
        builder.Services.AddSingleton(provider => DevelopmentKey.Create(
            builder.Configuration, builder.Environment, provider.GetRequiredService<TierCatalog>()));
        builder.Services.AddSingleton(provider => new KeyRing(
            provider.GetRequiredService<KeyReader>(), provider.GetRequiredService<SessionReader>(), provider.GetRequiredService<DevelopmentKey>(), provider.GetRequiredService<IOptions<KeyOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<KeySync>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<KeySync>());
        builder.Services.AddSingleton(provider => new KeyUse(
            provider.GetRequiredService<KeyRing>(), Writes(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<KeyUse>>()));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<KeyUse>());
        return builder;
    }

    /// <summary>The nodes with their routing, and the primary for writes as the keyed <see cref="NpgsqlDataSource"/> <c>edgardb</c>.</summary>
    private static void AddRouting(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(NodeSet))) return;
        builder.AddRedis();
        builder.AddPostgres();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RoutingMetrics>();
        builder.Services.AddSingleton<NodeSet>();
        builder.Services.AddSingleton(new ReplayLag(Heartbeat.Interval));
        builder.Services.AddSingleton<NodeProber>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<NodeProber>());
        builder.Services.AddSingleton<IReadRouter, ReadRouter>();
        builder.AddCacheOptions();
        builder.Services.AddOptions<FactsOptions>().Bind(builder.Configuration.GetSection(FactsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SnapshotTier>();
    }

    private static DatabaseNode Primary(IServiceProvider provider) => provider.GetRequiredService<IReadOnlyList<DatabaseNode>>()[0];

    private static NpgsqlDataSource Writes(IServiceProvider provider) => provider.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseNode.PrimaryName);
}
