using EdgarApi.Contracts.Telemetry;
using OpenTelemetry.Metrics;

namespace EdgarApi.ServiceDefaults.Telemetry;

/// <summary>
/// Which metrics are exported, and how many label sets each may have, so that a scrape stays small. Label sets beyond a limit share one
/// series (<c>otel_metric_overflow="true"</c>) without their labels. Metrics of requests stay below their limits by themselves, because
/// alerts need the status of every request.
/// </summary>
internal static class MetricStreams
{
    /// <summary>Maximum number of label sets of <c>http_request_duration_seconds</c>, which has the most buckets.</summary>
    public const int MaxRequestHistograms = 75;

    /// <summary>Maximum number of label sets of <c>http.server.request.duration</c>.</summary>
    public const int MaxServerDurations = 100;

    /// <summary>Maximum number of label sets of <c>http_requests_total</c>.</summary>
    public const int MaxRequestCounters = 275;

    /// <summary>Maximum number of label sets of other metrics.</summary>
    private const int MaxOthers = 60;

    private const string ServerDuration = "http.server.request.duration";

    public static MeterProviderBuilder AddMetricStreams(this MeterProviderBuilder metrics) => metrics
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddRuntimeInstrumentation()
        .AddMeter("EdgarApi.*")
        // Kestrel counts every pooled buffer, several per request, which costs a few percent of a cached response.
        .AddView("aspnetcore.memory_pool.*", MetricStreamConfiguration.Drop)
        // Two updates per request; active connections and admission show the same load.
        .AddView("http.server.active_requests", MetricStreamConfiguration.Drop)
        .AddView(OperationalMetrics.HttpRequests.Instrument, new MetricStreamConfiguration { CardinalityLimit = MaxRequestCounters })
        .AddView(
            OperationalMetrics.HttpRequestDuration.Instrument,
            new MetricStreamConfiguration { CardinalityLimit = MaxRequestHistograms })
        // The API records requests to its endpoints itself, which costs less. All other endpoints are probes.
        .AddView(instrument => instrument.Name != ServerDuration ? null
            : instrument.Meter.Name == "Microsoft.AspNetCore.Hosting" ? MetricStreamConfiguration.Drop
            : new MetricStreamConfiguration { CardinalityLimit = MaxServerDurations })
        .AddView("http.client.*", new MetricStreamConfiguration { CardinalityLimit = MaxOthers })
        .AddView("dns.lookup.duration", MetricStreamConfiguration.Drop);
}
