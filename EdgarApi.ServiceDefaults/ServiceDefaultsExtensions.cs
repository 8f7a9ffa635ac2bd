using System.Globalization;
using EdgarApi.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
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

/// <summary>What every service of the application has: telemetry, health, service discovery and resilient HTTP clients.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Setting: traces a second that a process samples. Without it 100; the standard <c>OTEL_TRACES_SAMPLER</c>, where it is set, decides instead.</summary>
    private const string TracesPerSecondSetting = "EdgarApi:TracesPerSecond";

    private const string HealthPath = "/health";
    private const string AlivePath = "/alive";
    private const string MetricsPath = "/metrics";
    private const string LivenessTag = "live";

    /// <summary>Log levels that appsettings and the environment override.</summary>
    private static readonly Dictionary<string, string?> QuietLibraries = new (string Category, LogLevel Level)[]
    {
        // Each request and each statement is in the traces.
        ("Microsoft.AspNetCore", LogLevel.Warning), ("Npgsql", LogLevel.Warning), ("Polly", LogLevel.Warning), ("System.Net.Http.HttpClient", LogLevel.Warning),
        // While Redis is away the cache would say so every two seconds; the health and the limiter do once.
        ("ZiggyCreatures", LogLevel.Error),
        // HealthChangeLogger logs changes.
        ("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None),
        // Below that level it tells what ends the program anyway: a wrong setting, in words, or a fault, with its stack trace.
        ("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical),
    }.ToDictionary(library => $"Logging:LogLevel:{library.Category}", string? (library) => library.Level.ToString());

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        CheckAddresses(builder.Configuration);
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
    /// <c>/health</c>: all checks, whether it can serve. <c>/alive</c>: whether the process answers at all, so that a failing
    /// database does not restart it. <c>/metrics</c> for Prometheus. Mapped in every environment: probes need them in production.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(HealthPath, new HealthCheckOptions { ResponseWriter = HealthReportWriter.WriteAsync }).DisableHttpMetrics();
        app.MapHealthChecks(AlivePath, new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(LivenessTag),
            ResponseWriter = HealthReportWriter.WriteAsync,
        }).DisableHttpMetrics();
        app.MapPrometheusScrapingEndpoint(MetricsPath).DisableHttpMetrics();
        return app;
    }

    /// <summary>The server reads them when all else is running.</summary>
    private static void CheckAddresses(IConfiguration configuration)
    {
        foreach (var address in (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            try
            {
                BindingAddress.Parse(address);
            }
            catch (FormatException error)
            {
                throw new OptionsValidationException(WebHostDefaults.ServerUrlsKey, typeof(string), [$"{error.Message}: ASPNETCORE_URLS takes addresses as http://0.0.0.0:8080."]);
            }
        }
    }

    private static int ReadTracesPerSecond(IConfiguration configuration) => configuration[TracesPerSecondSetting] is not { Length: > 0 } text ? 100
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most
        : throw new OptionsValidationException(TracesPerSecondSetting, typeof(int), [$"{TracesPerSecondSetting} is '{text}', but must be a number of traces (0 for none; without it 100)."]);

    private static void AddTelemetry<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        // Of what callers send along, the trace only: baggage is a stranger's text, and reading it costs every request.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("EdgarApi.*")
                // Kestrel counts each buffer of its pool that comes and goes, several a request: a few percent of a hit for what nobody watches.
                .AddView("aspnetcore.memory_pool.*", MetricStreamConfiguration.Drop)
                .AddPrometheusExporter())
            .WithTracing(tracing => tracing
                .AddSource(builder.Environment.ApplicationName, "EdgarApi.*")
                // What asks every second whether the service lives would fill the traces.
                .AddAspNetCoreInstrumentation(options => options.Filter = context =>
                    !context.Request.Path.StartsWithSegments(HealthPath)
                    && !context.Request.Path.StartsWithSegments(AlivePath)
                    && !context.Request.Path.StartsWithSegments(MetricsPath))
                .AddHttpClientInstrumentation());
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_TRACES_SAMPLER"]))
        {
            var sampler = new CallsNeedTrace(new TracesPerSecond(ReadTracesPerSecond(builder.Configuration), TimeProvider.System));
            // What a caller says of sampling is not taken for an order: it would cost him nothing and us a trace each.
            telemetry.WithTracing(tracing => tracing.SetSampler(new ParentBasedSampler(sampler, remoteParentSampled: sampler, remoteParentNotSampled: sampler)));
        }

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            telemetry.UseOtlpExporter();
    }
}
