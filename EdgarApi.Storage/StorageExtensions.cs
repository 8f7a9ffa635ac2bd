using EdgarApi.Sec;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Datasets;
using EdgarApi.Storage.Health;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.OnDemand;
using EdgarApi.Storage.Orders;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Publication;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Schema;
using EdgarApi.Storage.Screening;
using EdgarApi.Storage.Warming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Storage;

/// <summary>
/// Registers Postgres and everything that reads from or writes to it. Storage announces versions through <see cref="IVersionChannel"/> and
/// shares snapshots through <see cref="ISnapshotCache"/>; the program registers both (<c>AddCaching</c>).
/// </summary>
public static class StorageExtensions
{
    /// <summary>
    /// Adds the nodes of the connection strings <c>edgardb</c>, <c>edgardb-api</c> and <c>edgardb-analytics</c> with their routing, and the
    /// primary for writes as the keyed <see cref="NpgsqlDataSource"/> <c>edgardb</c>.
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
            provider.GetRequiredService<ReplayWait>(), provider.GetRequiredService<IVersionChannel>(),
            provider.GetRequiredService<ILogger<VersionPublisher>>()));
        return builder;
    }

    /// <summary>
    /// Adds the company directory, the readers of companies and values, <see cref="IReadRestarts"/>, and the health checks
    /// <c>postgres</c> and <c>data</c>.
    /// </summary>
    public static IHostApplicationBuilder AddStorageReading(this IHostApplicationBuilder builder)
    {
        builder.AddStorage();
        builder.Services.AddSingleton<CompanyDirectory>();
        builder.Services.AddSingleton<ICompanyDirectory>(provider => provider.GetRequiredService<CompanyDirectory>());
        builder.Services.AddSingleton<DirectorySync>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DirectorySync>());
        builder.Services.AddSingleton<IReadRestarts, ReadRestarts>();
        builder.Services.AddSingleton<ICompanyReader, CompanyReader>();
        builder.Services.AddSingleton<IMetricValueReader, MetricValueReader>();
        builder.Services.AddHealthChecks().AddCheck<PostgresHealthCheck>("postgres").AddCheck<LoadedDataHealthCheck>("data");
        return builder;
    }

    /// <summary>Adds the table of frames and screens. Requires <see cref="AddStorageReading"/>.</summary>
    public static IHostApplicationBuilder AddScreeningTable(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ScreeningRowReader>();
        builder.Services.AddSingleton<ScreeningTable>();
        builder.Services.AddSingleton<IScreeningTable>(provider => provider.GetRequiredService<ScreeningTable>());
        builder.Services.AddSingleton<IVersionListener>(provider => provider.GetRequiredService<ScreeningTable>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ScreeningTable>());
        return builder;
    }

    /// <summary>
    /// Adds everything that writes: migrations, the heartbeat, the ingest pipeline and work orders. The company source
    /// (<see cref="ICompanySource"/>) is registered separately, depending on <see cref="IngestOptions"/>.
    /// </summary>
    public static IHostApplicationBuilder AddIngest(this IHostApplicationBuilder builder)
    {
        builder.AddStorage();
        builder.Services.AddOptions<IngestOptions>().ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(provider => new SchemaMigrator(
            Primary(provider), provider.GetRequiredService<ILogger<SchemaMigrator>>()));
        builder.Services.AddSingleton(provider => new Heartbeat(Primary(provider)));
        builder.Services.AddSingleton(provider => new WorkOrderStore(
            Primary(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<WorkOrderStore>>()));
        builder.Services.AddSingleton(provider => new IngestLog(Primary(provider), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IngestMetrics>();
        builder.Services.AddSingleton(provider => new IngestPipeline(
            new CompanyFactsStore(Primary(provider)), new ListingStore(Primary(provider)), provider.GetRequiredService<IngestLog>(),
            provider.GetRequiredService<VersionPublisher>(), provider.GetRequiredService<ISnapshotCache>(), Primary(provider),
            provider.GetRequiredService<IngestMetrics>(), provider.GetRequiredService<IOptions<IngestOptions>>(),
            provider.GetRequiredService<ILogger<IngestPipeline>>()));
        return builder;
    }

    /// <summary>
    /// Adds an <see cref="ICompanyLoader"/> in live mode, and nothing otherwise. Requires <see cref="AddStorageReading"/>.
    /// </summary>
    public static IHostApplicationBuilder AddCompaniesOnDemand(this IHostApplicationBuilder builder)
    {
        if (builder.FindIngestSource() != IngestSource.Live) return builder;
        builder.AddIngest();
        builder.AddCompanySource();
        builder.Services.AddSingleton(provider => new LoadedVersions(Primary(provider)));
        builder.Services.AddSingleton<ICompanyLoader, CompanyLoader>();
        return builder;
    }

    /// <summary>Adds what cache warming reads and records: runs, loaded companies, earnings releases, recent queries.</summary>
    public static IHostApplicationBuilder AddWarmingRecords(this IHostApplicationBuilder builder)
    {
        builder.AddStorage();
        builder.Services.AddSingleton(provider => new WarmRunLog(Primary(provider), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(provider => new LoadedCompanies(Primary(provider)));
        builder.Services.AddSingleton<EarningsReleases>();
        builder.Services.AddSingleton<RecentQueries>();
        return builder;
    }

    /// <summary>Adds <see cref="EdgePurges"/>.</summary>
    public static IHostApplicationBuilder AddEdgePurges(this IHostApplicationBuilder builder)
    {
        builder.AddStorage();
        builder.Services.AddSingleton(provider => new EdgePurges(Primary(provider)));
        return builder;
    }

    /// <summary>Adds the folder of datasets, null without one, and what reads their content from the replicas.</summary>
    public static IHostApplicationBuilder AddDatasetFolder(this IHostApplicationBuilder builder)
    {
        builder.AddStorage();
        builder.Services.AddOptions<DatasetsOptions>().Bind(builder.Configuration.GetSection(DatasetsOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<DatasetsOptions>, DatasetsOptionsValidator>();
        builder.Services.AddSingleton(provider => new DatasetStorage(
            provider.GetRequiredService<IOptions<DatasetsOptions>>().Value.Directory is { Length: > 0 } path
                ? new DatasetFolder(path) : null));
        builder.Services.AddSingleton(provider => new CompanyExportReader(
            new ReplicaExport(provider.GetRequiredService<IReadRouter>())));
        return builder;
    }

    private static NpgsqlDataSource Primary(IServiceProvider provider) =>
        provider.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseNode.PrimaryName);
}
