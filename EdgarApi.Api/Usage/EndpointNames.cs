using System.Collections.Concurrent;

namespace EdgarApi.Api.Usage;

/// <summary>Endpoint names for usage: method and route template, one cached string per endpoint.</summary>
internal sealed class EndpointNames
{
    /// <summary>The name for requests that match no route or are rejected before routing.</summary>
    public const string Unmatched = "unmatched";

    private readonly ConcurrentDictionary<(Endpoint Endpoint, string Method), string> _names = new();

    public string GetName(Endpoint? endpoint, string method) =>
        endpoint is not RouteEndpoint { RoutePattern.RawText: { } template } ? Unmatched
        : _names.TryGetValue((endpoint, method), out var name) ? name
        : Add(endpoint, method, template);

    /// <summary>Caches only the methods of HTTP because clients can invent others.</summary>
    private string Add(Endpoint endpoint, string method, string template) =>
        method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS"
            ? _names.GetOrAdd((endpoint, method), $"{method} {template}")
            : Unmatched;
}
