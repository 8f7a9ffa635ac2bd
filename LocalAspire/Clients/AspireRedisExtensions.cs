using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

#pragma warning disable IDE0130 // Aspire's namespaces
namespace Aspire.StackExchange.Redis
{
    /// <summary>Configuration section <c>Aspire:StackExchange:Redis</c>, and its section of the connection's name.</summary>
    public sealed class StackExchangeRedisSettings
    {
        public string? ConnectionString { get; set; }

        public bool DisableHealthChecks { get; set; }

        /// <summary>Without effect here: the client's instrumentation is a package of Aspire's.</summary>
        public bool DisableTracing { get; set; }
    }
}

namespace Microsoft.Extensions.Hosting
{
    /// <summary>Aspire.StackExchange.Redis' registration: a connection multiplexer with its health check.</summary>
    public static class AspireRedisExtensions
    {
        public static void AddRedisClient(
            this IHostApplicationBuilder builder, string connectionName,
            Action<StackExchangeRedisSettings>? configureSettings = null, Action<ConfigurationOptions>? configureOptions = null)
        {
            var settings = new StackExchangeRedisSettings();
            builder.Configuration.GetSection("Aspire:StackExchange:Redis").Bind(settings);
            builder.Configuration.GetSection($"Aspire:StackExchange:Redis:{connectionName}").Bind(settings);
            settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
            configureSettings?.Invoke(settings);

            builder.Services.AddSingleton<IConnectionMultiplexer>(services =>
            {
                if (string.IsNullOrEmpty(settings.ConnectionString))
                    throw new InvalidOperationException($"No endpoints specified. Ensure a valid connection string was provided in 'ConnectionStrings:{connectionName}'.");
                var options = ConfigurationOptions.Parse(settings.ConnectionString);
                configureOptions?.Invoke(options);
                options.LoggerFactory ??= services.GetService<ILoggerFactory>();
                return ConnectionMultiplexer.Connect(options);
            });

            if (!settings.DisableHealthChecks)
            {
                builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                    "StackExchange.Redis", services => new PingCheck(services), failureStatus: null, tags: null));
            }
        }

        private sealed class PingCheck(IServiceProvider services) : IHealthCheck
        {
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                try
                {
                    await services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().PingAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
                    return HealthCheckResult.Healthy();
                }
                catch (Exception exception) when (exception is RedisException or TimeoutException)
                {
                    return new HealthCheckResult(context.Registration.FailureStatus, exception: exception);
                }
            }
        }
    }
}
