using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgarApi.Api.Usage;

/// <summary>An endpoint as usage and metrics name it.</summary>
/// <param name="Text">Method and route template, or <see cref="EndpointNames.Unmatched"/>.</param>
/// <param name="Method">The method, or <see cref="OtherMethod"/>.</param>
/// <param name="Route">The route template, <see cref="EndpointNames.Unmatched"/> or <see cref="OtherRoute"/>.</param>
/// <param name="IsMeasured">Whether requests count in metrics: not those of probes and scrapes.</param>
internal sealed record EndpointName(string Text, string Method, string Route, bool IsMeasured)
{
    /// <summary>Methods that clients invent share this name.</summary>
    public const string OtherMethod = "other";

    /// <summary>The route of requests whose own would exceed the number of series of a metric.</summary>
    public const string OtherRoute = "other";

    /// <summary>The method as OpenTelemetry's semantic conventions name it.</summary>
    public string SemanticMethod { get; } = Method == OtherMethod ? "_OTHER" : Method;

    /// <summary>The route template, or null for requests without one.</summary>
    public string? SemanticRoute { get; } = Route is EndpointNames.Unmatched or OtherRoute ? null : Route;
}

/// <summary>Endpoint names, one cached object per endpoint.</summary>
internal sealed class EndpointNames
{
    /// <summary>The name for requests that match no route or are rejected before routing.</summary>
    public const string Unmatched = "unmatched";

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private static readonly Dictionary<string, EndpointName> UnmatchedByMethod =
        Methods.ToDictionary(method => method, method => new EndpointName(Unmatched, method, Unmatched, IsMeasured: true));

    /// <summary>Clients can invent methods, so those that HTTP does not define share a name.</summary>
    private static readonly EndpointName Other = new(Unmatched, EndpointName.OtherMethod, Unmatched, IsMeasured: true);

    private readonly ConcurrentDictionary<(Endpoint Endpoint, string Method), EndpointName> _names = new();

    public EndpointName GetName(Endpoint? endpoint, string method) =>
        endpoint is not RouteEndpoint { RoutePattern.RawText: { } template } ? UnmatchedByMethod.GetValueOrDefault(method, Other)
        : _names.TryGetValue((endpoint, method), out var name) ? name
        : Add(endpoint, method, template);

    private EndpointName Add(Endpoint endpoint, string method, string template)
    {
        if (!UnmatchedByMethod.ContainsKey(method)) return Other;
        var isMeasured = endpoint.Metadata.GetMetadata<IDisableHttpMetricsMetadata>() is null;
        return _names.GetOrAdd((endpoint, method), new EndpointName($"{method} {template}", method, template, isMeasured));
    }
}
