using System.Diagnostics.Metrics;
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

    /// <summary>Maximum number of label sets of the metrics of HTTP clients.</summary>
    private const int MaxClients = 60;

    /// <summary>
    /// Maximum number of label sets of other metrics. Exporters reserve 0.1 KB for each; their default, 2,000, takes 29 MB in an API
    /// process.
    /// </summary>
    public const int MaxLabelSets = 200;

    private const string ServerDuration = "http.server.request.duration";

    public static MeterProviderBuilder AddMetricStreams(this MeterProviderBuilder metrics) => metrics
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddRuntimeInstrumentation()
        .AddMeter("EdgarApi.*")
        .AddView(GetStream);

    private static MetricStreamConfiguration GetStream(Instrument instrument) => instrument.Name switch
    {
        // Kestrel counts every pooled buffer, several per request, which costs a few percent of a cached response.
        var name when name.StartsWith("aspnetcore.memory_pool.", StringComparison.Ordinal) => MetricStreamConfiguration.Drop,
        // Two updates per request; active connections and admission show the same load.
        "http.server.active_requests" => MetricStreamConfiguration.Drop,
        "dns.lookup.duration" => MetricStreamConfiguration.Drop,
        // The API records requests to its endpoints itself, which costs less. All other endpoints are probes.
        ServerDuration when instrument.Meter.Name == "Microsoft.AspNetCore.Hosting" => MetricStreamConfiguration.Drop,
        ServerDuration => Limit(MaxServerDurations),
        var name when name == OperationalMetrics.HttpRequestDuration.Instrument => Limit(MaxRequestHistograms),
        var name when name == OperationalMetrics.HttpRequests.Instrument => Limit(MaxRequestCounters),
        var name when name.StartsWith("http.client.", StringComparison.Ordinal) => Limit(MaxClients),
        _ => Limit(MaxLabelSets),
    };

    private static MetricStreamConfiguration Limit(int labelSets) => new() { CardinalityLimit = labelSets };
}
