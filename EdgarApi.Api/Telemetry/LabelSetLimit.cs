using System.Collections.Frozen;
using EdgarApi.Api.Usage;
using EdgarApi.Contracts.Objectives;
using EdgarApi.ServiceDefaults.Telemetry;

namespace EdgarApi.Api.Telemetry;

/// <summary>
/// Limits the label sets of a metric of requests. A new set beyond the limit counts for the method and route <c>other</c> and keeps its
/// status, so that sums by status stay exact. It also keeps the route of a service level, because alerts select by that.
/// </summary>
/// <param name="max">Maximum number of sets that keep their method.</param>
internal sealed class LabelSetLimit(int max)
{
    private static readonly EndpointName Other = Fold(EndpointName.OtherRoute);

    private static readonly FrozenDictionary<string, EndpointName> OfServiceLevels =
        ServiceLevels.Default.Endpoints.Values.ToFrozenDictionary(level => level.Route, level => Fold(level.Route));

    private int _left = max;

    /// <summary>Chooses the name of an endpoint in a set that the metric does not have yet.</summary>
    public EndpointName AddSet(EndpointName endpoint) =>
        Interlocked.Decrement(ref _left) >= 0 ? endpoint : OfServiceLevels.GetValueOrDefault(endpoint.Route, Other);

    private static EndpointName Fold(string route) =>
        new($"{EndpointName.OtherMethod} {route}", EndpointName.OtherMethod, route, IsMeasured: true);
}

/// <summary>Names of an endpoint in the label sets of a metric. Each is chosen once, so that no series decreases.</summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="sets">Number of sets that the endpoint can have.</param>
/// <param name="limit">Limit of the metric.</param>
internal sealed class ExportedNames(EndpointName endpoint, int sets, LabelSetLimit limit)
{
    private readonly EndpointName?[] _names = new EndpointName?[sets];
    private readonly Lock _gate = new();

    /// <summary>Gets the name in a set.</summary>
    public EndpointName this[int set] => _names[set] ?? Choose(set);

    private EndpointName Choose(int set)
    {
        lock (_gate) return _names[set] ??= limit.AddSet(endpoint);
    }
}

/// <summary>
/// Limits of the metrics of requests in one process, below those of <see cref="MetricStreams"/>. The difference leaves room for the sets
/// of <c>other</c> and of the service levels.
/// </summary>
internal sealed class RequestMetricLimits
{
    /// <summary>The routes of the service levels, and <c>other</c>.</summary>
    private static readonly int FoldedRoutes = ServiceLevels.Default.Endpoints.Count + 1;

    /// <summary>About 20 statuses of <c>other</c>, and 10 of each other route.</summary>
    private const int StatusesPerRoute = 12;

    /// <summary>Limit of <c>http_requests_total</c>.</summary>
    public LabelSetLimit Counts { get; } = new(MetricStreams.MaxRequestCounters - FoldedRoutes * StatusesPerRoute);

    /// <summary>Limit of <c>http_request_duration_seconds</c>.</summary>
    public LabelSetLimit Durations { get; } = new(MetricStreams.MaxRequestHistograms - FoldedRoutes * EndpointRequests.StatusClasses);

    /// <summary>Limit of <c>http.server.request.duration</c>.</summary>
    public LabelSetLimit ServerDurations { get; } = new(MetricStreams.MaxServerDurations - FoldedRoutes * StatusesPerRoute);
}
