using Aspire.Npgsql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

#pragma warning disable IDE0130 // Aspire's namespaces
namespace Aspire.Npgsql
{
    /// <summary>Configuration section <c>Aspire:Npgsql</c>, and its section of the connection's name.</summary>
    public class NpgsqlSettings
    {
        public string? ConnectionString { get; set; }

        public bool DisableHealthChecks { get; set; }

        public bool DisableTracing { get; set; }

        public bool DisableMetrics { get; set; }
    }
}

namespace Microsoft.Extensions.Hosting
{
    /// <summary>Aspire.Npgsql's registrations: a data source with its health check, traces and metrics.</summary>
    public static class AspirePostgreSqlNpgsqlExtensions
    {
        public static void AddNpgsqlDataSource(
            this IHostApplicationBuilder builder, string connectionName,
            Action<NpgsqlSettings>? configureSettings = null, Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null) =>
            builder.Add(connectionName, serviceKey: null, configureSettings, configureDataSourceBuilder);

        public static void AddKeyedNpgsqlDataSource(
            this IHostApplicationBuilder builder, string name,
            Action<NpgsqlSettings>? configureSettings = null, Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null) =>
            builder.Add(name, serviceKey: name, configureSettings, configureDataSourceBuilder);

        private static void Add(
            this IHostApplicationBuilder builder, string name, string? serviceKey,
            Action<NpgsqlSettings>? configureSettings, Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder)
        {
            var settings = new NpgsqlSettings();
            builder.Configuration.GetSection("Aspire:Npgsql").Bind(settings);
            builder.Configuration.GetSection($"Aspire:Npgsql:{name}").Bind(settings);
            settings.ConnectionString = builder.Configuration.GetConnectionString(name) ?? settings.ConnectionString;
            configureSettings?.Invoke(settings);

            builder.Services.AddNpgsqlDataSource(settings.ConnectionString ?? "", dataSource =>
            {
                if (string.IsNullOrEmpty(settings.ConnectionString))
                    throw new InvalidOperationException($"ConnectionString is missing. It should be provided in 'ConnectionStrings:{name}'.");
                configureDataSourceBuilder?.Invoke(dataSource);
            }, serviceKey: serviceKey);

            if (!settings.DisableHealthChecks)
            {
                builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                    serviceKey is null ? "PostgreSql" : $"PostgreSql_{name}",
                    services => new DataSourceCheck(serviceKey is null
                        ? services.GetRequiredService<NpgsqlDataSource>()
                        : services.GetRequiredKeyedService<NpgsqlDataSource>(serviceKey)),
                    failureStatus: null, tags: null));
            }
            if (!settings.DisableTracing)
                builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddNpgsql());
            if (!settings.DisableMetrics)
                builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddNpgsqlInstrumentation());
        }

        private sealed class DataSourceCheck(NpgsqlDataSource dataSource) : IHealthCheck
        {
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                try
                {
                    await using var command = dataSource.CreateCommand("SELECT 1;");
                    await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
                    return HealthCheckResult.Healthy();
                }
                catch (NpgsqlException exception)
                {
                    return new HealthCheckResult(context.Registration.FailureStatus, exception: exception);
                }
            }
        }
    }
}
