using Microsoft.AspNetCore.Authorization;

namespace EdgarApi.Api.ConditionalRequests;

/// <summary>Values of <c>Cache-Control</c>. Ages are in seconds.</summary>
internal static class CacheControl
{
    /// <summary>Public company information: five minutes in browsers, one day in the CDN.</summary>
    public const string Public = "public, max-age=300, s-maxage=86400";

    /// <summary>The CDN cannot check keys, so only the client's own cache may store responses to requests with one.</summary>
    public const string Private = "private, max-age=300";

    /// <summary>
    /// A shared cache must not serve the response to a request with a key to others: it has the caller's limits in its headers.
    /// </summary>
    public static string Get(Endpoint? endpoint, bool hasKey) =>
        endpoint?.Metadata.GetMetadata<CacheControlMetadata>()?.Value ?? (hasKey || NeedsKey(endpoint) ? Private : Public);

    public static bool NeedsKey(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IAuthorizeData>() is not null;
}

/// <summary>Endpoint metadata: overrides <c>Cache-Control</c> for responses that change more often than filings.</summary>
internal sealed record CacheControlMetadata(string Value);
