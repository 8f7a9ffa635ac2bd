using EdgarApi.Contracts.Telemetry;
using OpenTelemetry.Metrics;

namespace EdgarApi.ServiceDefaults.Telemetry;

/// <summary>
/// Which metrics are exported, and how many series each may have. Label sets beyond a limit share one series
/// (<c>otel_metric_overflow="true"</c>), so that sums stay right and a scrape stays small.
/// </summary>
internal static class MetricStreams
{
    /// <summary>Maximum number of label sets of a histogram of requests.</summary>
    private const int MaxRequestHistograms = 80;

    /// <summary>Maximum number of label sets of a counter of requests.</summary>
    private const int MaxRequestCounters = 300;

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
            : new MetricStreamConfiguration { CardinalityLimit = MaxRequestHistograms })
        .AddView("http.client.*", new MetricStreamConfiguration { CardinalityLimit = MaxOthers })
        .AddView("dns.lookup.duration", MetricStreamConfiguration.Drop);
}
