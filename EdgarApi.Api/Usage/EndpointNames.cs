using System.Collections.Concurrent;

namespace EdgarApi.Api.Usage;

/// <summary>Endpoints as usage calls them: method and route template, one text an endpoint.</summary>
internal sealed class EndpointNames
{
    /// <summary>For requests that met no route, or were refused before one was looked for.</summary>
    public const string Unmatched = "unmatched";

    private readonly ConcurrentDictionary<(Endpoint Endpoint, string Method), string> names = new();

    public string GetName(Endpoint? endpoint, string method) =>
        endpoint is not RouteEndpoint { RoutePattern.RawText: { } template } ? Unmatched
        : names.TryGetValue((endpoint, method), out var name) ? name
        : Add(endpoint, method, template);

    /// <summary>Clients may make up methods; only those that HTTP has are remembered.</summary>
    private string Add(Endpoint endpoint, string method, string template) => method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS"
        ? names.GetOrAdd((endpoint, method), $"{method} {template}")
        : Unmatched;
}
