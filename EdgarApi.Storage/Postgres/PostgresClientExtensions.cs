using System.Diagnostics.Metrics;
using EdgarApi.Storage.Identity;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry.Trace;

namespace EdgarApi.Storage.Postgres;

/// <summary>Registers Postgres through Aspire's client integration: one keyed <see cref="NpgsqlDataSource"/> per pool.</summary>
public static class PostgresClientExtensions
{
    /// <summary>
    /// Adds the nodes, two pools per node (<see cref="DatabaseNode.ReadsKey"/>, <see cref="DatabaseNode.ProbesKey"/>), and the primary's
    /// pool for writes under <see cref="DatabaseNode.PrimaryName"/>.
    /// </summary>
    /// <exception cref="OptionsValidationException">A connection string is missing or invalid.</exception>
    internal static void AddPostgres(this IHostApplicationBuilder builder)
    {
        var nodes = DatabaseNode.FromConfiguration(builder.Configuration);
        builder.Services.AddSingleton(nodes);
        DataSourceExtensions.ConfigureMapping();
        builder.AddOptions<PostgresOptions>(PostgresOptions.Section);
        builder.AddOptions<RoutingOptions>(RoutingOptions.Section);
        builder.AddMeasuredDataSource(
            DatabaseNode.PrimaryName, nodes[0], EdgarDataSource.Writes,
            source => EdgarDataSource.ForWrites(source, nodes[0], builder.Postgres()));
        foreach (var node in nodes)
        {
            builder.AddMeasuredDataSource(
                node.ReadsKey, node, EdgarDataSource.Reads,
                source => EdgarDataSource.ForReads(source, node, builder.Postgres(), builder.Routing().MaxAttempt));
            builder.AddDataSource(
                node.ProbesKey, node,
                source => EdgarDataSource.ForProbes(source, node, builder.Postgres(), builder.Routing().ProbeTimeout));
        }

        if (builder.HasTracing())
        {
            builder.Services.AddSingleton(provider => new DatabaseMetrics(
                provider.GetRequiredService<IMeterFactory>(), provider.GetServices<MeasuredPool>().Select(pool => pool.Name)));
            builder.Services.AddHostedService(provider => provider.GetRequiredService<DatabaseMetrics>());
        }

        // Npgsql warns at each start if more than 256 statements may be prepared. The specification's 1,000 is a maximum; some dozens are
        // used.
        builder.Logging.AddFilter("Npgsql.Command", LogLevel.Error);
    }

    /// <summary>Adds the pool for usage records under <paramref name="key"/>.</summary>
    public static void AddUsageDataSource(this IHostApplicationBuilder builder, string key)
    {
        var primary = DatabaseNode.FromConfiguration(builder.Configuration)[0];
        builder.AddMeasuredDataSource(
            key, primary, EdgarDataSource.Usage, source => EdgarDataSource.ForUsage(source, primary, builder.Postgres()));
    }

    private static void AddMeasuredDataSource(
        this IHostApplicationBuilder builder, string key, DatabaseNode node, string purpose, Action<NpgsqlDataSourceBuilder> configure)
    {
        builder.Services.AddSingleton(new MeasuredPool(node.Name + purpose));
        builder.AddDataSource(key, node, configure);
    }

    private static void AddDataSource(
        this IHostApplicationBuilder builder, string key, DatabaseNode node, Action<NpgsqlDataSourceBuilder> configure)
    {
        if (builder.Postgres().Authentication == PostgresAuthentication.Entra)
        {
            if (new NpgsqlConnectionStringBuilder(node.ConnectionString).Password is { Length: > 0 })
            {
                throw new OptionsValidationException(node.Name, typeof(DatabaseNode), [
                    $"ConnectionStrings:{node.Name} has a password, but EdgarApi:Postgres:Authentication is Entra. Remove one of them."]);
            }

            var (withoutToken, credential) = (configure, builder.GetAzureCredential());
            configure = source =>
            {
                withoutToken(source);
                EntraPasswords.Use(source, credential);
            };
        }

        // The driver's traces and metrics are registered once for all pools.
        var isFirst = builder.Services.All(service => service.ServiceType != typeof(NpgsqlDataSource));
        builder.AddKeyedNpgsqlDataSource(
            key,
            settings =>
            {
                settings.ConnectionString = node.ConnectionString;
                // PostgresHealthCheck stays healthy while a replica serves reads; Aspire's check fails as soon as any node does.
                settings.DisableHealthChecks = true;
                settings.DisableTracing = settings.DisableMetrics = !isFirst || !builder.HasTracing();
            },
            configure);
    }

    private static void AddOptions<T>(this IHostApplicationBuilder builder, string section) where T : class =>
        builder.Services.AddOptions<T>().Bind(builder.Configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();

    private static PostgresOptions Postgres(this IHostApplicationBuilder builder) =>
        builder.Configuration.Read<PostgresOptions>(PostgresOptions.Section);

    private static RoutingOptions Routing(this IHostApplicationBuilder builder) =>
        builder.Configuration.Read<RoutingOptions>(RoutingOptions.Section);

    /// <summary>
    /// Aspire configures data sources without a service provider, so the options are read from the configuration directly.
    /// </summary>
    private static T Read<T>(this IConfiguration configuration, string section) where T : class, new()
    {
        var options = configuration.GetSection(section).Get<T>() ?? new T();
        var result = new DataAnnotationValidateOptions<T>(Options.DefaultName).Validate(Options.DefaultName, options);
        return result.Failed ? throw new OptionsValidationException(section, typeof(T), result.Failures) : options;
    }
}

/// <summary>A pool that <see cref="DatabaseMetrics"/> measures.</summary>
/// <param name="Name">Name of its data source.</param>
internal sealed record MeasuredPool(string Name);
