using EdgarApi.Sec;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Health;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.OnDemand;
using EdgarApi.Storage.Orders;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Publication;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Schema;
using EdgarApi.Storage.Warming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Storage;

/// <summary>
/// Registers Postgres and what is read from it and written to it. Storage announces and hears of versions through <see cref="IVersionChannel"/> and shares
/// snapshots through <see cref="ISnapshotCache"/>, which the program registers (<c>AddCaching</c>).
/// </summary>
public static class StorageExtensions
{
    /// <summary>
    /// The nodes with their routing over the connection strings <c>edgardb</c>, <c>edgardb-api</c> and <c>edgardb-analytics</c>, and the primary for writes
    /// as the keyed <see cref="NpgsqlDataSource"/> <c>edgardb</c>.
    /// </summary>
    public static IHostApplicationBuilder AddStorage(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(NodeSet))) return builder;
        builder.AddPostgres();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RoutingMetrics>();
        builder.Services.AddSingleton<NodeSet>();
        builder.Services.AddSingleton(new ReplayLag(Heartbeat.Interval));
        builder.Services.AddSingleton<NodeProber>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<NodeProber>());
        builder.Services.AddSingleton<IReadRouter, ReadRouter>();
        builder.Services.AddSingleton<ReplayWait>();
        builder.Services.AddSingleton(provider => new VersionPublisher(
            provider.GetRequiredService<ReplayWait>(), provider.GetRequiredService<IVersionChannel>(), provider.GetRequiredService<ILogger<VersionPublisher>>()));
        return builder;
    }

    /// <summary>The company directory, the readers of companies and of values, and the health checks <c>postgres</c> and <c>data</c>.</summary>
    public static IHostApplicationBuilder AddStorageReading(this IHostApplicationBuilder builder)
    {
        builder.AddStorage();
        builder.Services.AddSingleton<CompanyDirectory>();
        builder.Services.AddSingleton<ICompanyDirectory>(provider => provider.GetRequiredService<CompanyDirectory>());
        builder.Services.AddSingleton<DirectorySync>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DirectorySync>());
        builder.Services.AddSingleton<ICompanyReader, CompanyReader>();
        builder.Services.AddSingleton<IMetricValueReader, MetricValueReader>();
        builder.Services.AddHealthChecks().AddCheck<PostgresHealthCheck>("postgres").AddCheck<LoadedDataHealthCheck>("data");
        return builder;
    }

    /// <summary>
    /// Everything that writes: migrations, the heartbeat, the ingest pipeline and work orders. The company source is registered apart
    /// (<see cref="ICompanySource"/>), chosen by <see cref="IngestOptions"/>.
    /// </summary>
    public static IHostApplicationBuilder AddIngest(this IHostApplicationBuilder builder)
    {
        builder.AddStorage();
        builder.Services.AddOptions<IngestOptions>().ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(provider => new SchemaMigrator(
            Primary(provider), Writes(provider), provider.GetRequiredService<ILogger<SchemaMigrator>>()));
        builder.Services.AddSingleton(provider => new Heartbeat(Writes(provider)));
        builder.Services.AddSingleton(provider => new WorkOrderStore(
            Writes(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<WorkOrderStore>>()));
        builder.Services.AddSingleton(provider => new IngestLog(Writes(provider), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(provider => new IngestPipeline(
            new CompanyFactsStore(Writes(provider)), new ListingStore(Writes(provider)), provider.GetRequiredService<IngestLog>(),
            provider.GetRequiredService<VersionPublisher>(), provider.GetRequiredService<ISnapshotCache>(), Writes(provider),
            provider.GetRequiredService<IOptions<IngestOptions>>(), provider.GetRequiredService<ILogger<IngestPipeline>>()));
        return builder;
    }

    /// <summary>In live mode an <see cref="ICompanyLoader"/>, beside what <see cref="AddStorageReading"/> registers; otherwise nothing.</summary>
    public static IHostApplicationBuilder AddCompaniesOnDemand(this IHostApplicationBuilder builder)
    {
        if (builder.FindIngestSource() != IngestSource.Live) return builder;
        builder.AddIngest();
        builder.AddCompanySource();
        builder.Services.AddSingleton(provider => new LoadedVersions(Writes(provider)));
        builder.Services.AddSingleton<ICompanyLoader, CompanyLoader>();
        return builder;
    }

    /// <summary>What cache warming reads and notes down: runs, loaded companies, reports of results.</summary>
    public static IHostApplicationBuilder AddWarmingRecords(this IHostApplicationBuilder builder)
    {
        builder.AddStorage();
        builder.Services.AddSingleton(provider => new WarmRunLog(Writes(provider), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(provider => new LoadedCompanies(Writes(provider)));
        builder.Services.AddSingleton<EarningsReleases>();
        builder.Services.AddSingleton<RecentQueries>();
        return builder;
    }

    private static DatabaseNode Primary(IServiceProvider provider) => provider.GetRequiredService<IReadOnlyList<DatabaseNode>>()[0];

    private static NpgsqlDataSource Writes(IServiceProvider provider) => provider.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseNode.PrimaryName);
}
