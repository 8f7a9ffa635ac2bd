using Microsoft.AspNetCore.Authorization;

namespace EdgarApi.Api.ConditionalRequests;

/// <summary>Values of <c>Cache-Control</c>. Ages are in seconds.</summary>
internal static class CacheControl
{
    /// <summary>Public company information: five minutes in browsers, one day in the CDN.</summary>
    public const string Public = "public, max-age=300, s-maxage=86400";

    /// <summary>The CDN cannot check keys, so only the client's own cache may store responses that require one.</summary>
    public const string Private = "private, max-age=300";

    public static string Get(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<CacheControlMetadata>()?.Value ?? (NeedsKey(endpoint) ? Private : Public);

    public static bool NeedsKey(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IAuthorizeData>() is not null;
}

/// <summary>Endpoint metadata: overrides <c>Cache-Control</c> for responses that change more often than filings.</summary>
internal sealed record CacheControlMetadata(string Value);
