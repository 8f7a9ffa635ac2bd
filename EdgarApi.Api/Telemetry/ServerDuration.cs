using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace EdgarApi.Api.Telemetry;

/// <summary>
/// <c>http.server.request.duration</c> by OpenTelemetry's semantic conventions. ASP.NET Core's own cannot record in batches.
/// <c>http_request_duration_seconds</c> has the fine buckets; these only show the order of magnitude.
/// </summary>
internal sealed class ServerDuration(Meter meter)
{
    private static readonly object[] Statuses =
        [.. Enumerable.Range(EndpointRequests.FirstStatus, EndpointRequests.Statuses).Cast<object>()];

    private static readonly string[] Errors =
        [.. Statuses.Select(status => string.Create(CultureInfo.InvariantCulture, $"{status}"))];

    private readonly Histogram<double> _duration = meter.CreateHistogram(
        "http.server.request.duration", "s", "Duration of HTTP server requests.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.05, 0.5, 2] });

    /// <summary>Records a request.</summary>
    public void Record(in RequestMeasurement request)
    {
        var status = request.Status - EndpointRequests.FirstStatus;
        var name = request.Endpoint.ServerDurationNames[status];
        var tags = new TagList { { "http.request.method", name.SemanticMethod }, { "http.response.status_code", Statuses[status] } };
        if (name.SemanticRoute is { } route) tags.Add("http.route", route);
        if (request.Status >= StatusCodes.Status500InternalServerError) tags.Add("error.type", Errors[status]);
        _duration.Record(request.Seconds, tags);
    }
}
