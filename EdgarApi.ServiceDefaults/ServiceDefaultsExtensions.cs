using System.Globalization;
using EdgarApi.ServiceDefaults;
using EdgarApi.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

#pragma warning disable IDE0130 // found where Program.cs looks for it, as in Aspire's template
namespace Microsoft.Extensions.Hosting;

/// <summary>Defaults of all services: telemetry, health checks, service discovery and resilient HTTP clients.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>
    /// Setting: traces per second that a process samples; defaults to 100. If <c>OTEL_TRACES_SAMPLER</c> is set, it decides instead.
    /// </summary>
    private const string TracesPerSecondSetting = "EdgarApi:TracesPerSecond";

    private const string LivenessTag = "live";

    /// <summary>Default log levels, which appsettings and the environment override.</summary>
    private static readonly Dictionary<string, string?> QuietLibraries = new (string Category, LogLevel Level)[]
    {
        // Otherwise ASP.NET Core creates a span and a log scope for every request. RequestTracing creates a span for sampled ones.
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None),
        // Requests and statements are in the traces.
        ("Microsoft.AspNetCore", LogLevel.Warning), ("Npgsql", LogLevel.Warning), ("Polly", LogLevel.Warning),
        ("System.Net.Http.HttpClient", LogLevel.Warning),
        // While Redis is unavailable the cache would log every two seconds; the health check and RedisGateway log it once.
        ("ZiggyCreatures", LogLevel.Error),
        // HealthChangeLogger logs changes.
        ("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None),
        // Lower levels repeat what ends the program: an invalid setting, or an exception with its stack trace.
        ("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical),
    }.ToDictionary(library => $"Logging:LogLevel:{library.Category}", string? (library) => library.Level.ToString());

    /// <summary>Adds telemetry, health checks, service discovery and resilient HTTP clients.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        CheckAddresses(builder.Configuration);
        builder.AddMetricsAddress();
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = QuietLibraries });
        builder.AddTelemetry();
        builder.Services.AddSingleton<IHealthCheckPublisher, HealthChangeLogger>();
        builder.Services.Configure<HealthCheckPublisherOptions>(options =>
            (options.Delay, options.Period) = (TimeSpan.Zero, HealthChangeLogger.Period));
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LivenessTag]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c> (all checks: whether the service can serve), <c>/alive</c> (whether the process responds, so that a failing
    /// database does not restart it), in every environment, because probes need them in production. Maps <c>/metrics</c> for Prometheus
    /// in Development, and elsewhere only at <see cref="MetricsEndpoint.UrlSetting"/>.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(ProbePaths.Health, new HealthCheckOptions { ResponseWriter = HealthReportWriter.WriteAsync })
            .ForReading().DisableHttpMetrics();
        app.MapHealthChecks(ProbePaths.Alive, new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(LivenessTag),
            ResponseWriter = HealthReportWriter.WriteAsync,
        }).ForReading().DisableHttpMetrics();
        app.MapMetrics();
        return app;
    }

    /// <summary>The framework maps these endpoints to every method.</summary>
    internal static IEndpointConventionBuilder ForReading(this IEndpointConventionBuilder endpoint) =>
        endpoint.WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));

    /// <summary>Validates the addresses early; the server would only read them after everything else has started.</summary>
    private static void CheckAddresses(IConfiguration configuration)
    {
        var addresses = (configuration[WebHostDefaults.ServerUrlsKey] ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var address in addresses)
        {
            try
            {
                BindingAddress.Parse(address);
            }
            catch (FormatException error)
            {
                throw new OptionsValidationException(WebHostDefaults.ServerUrlsKey, typeof(string),
                    [$"{error.Message}: ASPNETCORE_URLS takes addresses like http://0.0.0.0:8080."]);
            }
        }
    }

    private static int ReadTracesPerSecond(IConfiguration configuration) =>
        configuration[TracesPerSecondSetting] is not { Length: > 0 } text ? 100
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var maximum) ? maximum
        : throw new OptionsValidationException(TracesPerSecondSetting, typeof(int),
            [$"{TracesPerSecondSetting} is '{text}', but must be a number of traces per second (0 samples none, the default is 100)."]);

    private static void AddTelemetry<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        builder.AddSystemMetrics();
        // Calls to other services carry the trace and no baggage.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMetricStreams()
                .AddPrometheusExporter())
            .WithTracing(tracing => tracing
                .AddSource(builder.Environment.ApplicationName, "EdgarApi.*")
                .AddHttpClientInstrumentation());
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_TRACES_SAMPLER"]))
        {
            var rate = new RateLimitedSampler(ReadTracesPerSecond(builder.Configuration), TimeProvider.System);
            builder.Services.AddSingleton(rate);
            var sampler = new SpanSampler(rate);
            // Callers' sampling flags are ignored, or anyone could force traces.
            telemetry.WithTracing(tracing =>
                tracing.SetSampler(new ParentBasedSampler(sampler, remoteParentSampled: sampler, remoteParentNotSampled: sampler)));
        }

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            telemetry.UseOtlpExporter();
    }
}
