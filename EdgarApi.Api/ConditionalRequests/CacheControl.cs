using Microsoft.AspNetCore.Authorization;

namespace EdgarApi.Api.ConditionalRequests;

/// <summary>Who may keep an answer, and for how long (in seconds).</summary>
internal static class CacheControl
{
    /// <summary>Public company information: browsers for five minutes, the CDN for a day.</summary>
    public const string Public = "public, max-age=300, s-maxage=86400";

    /// <summary>The edge cannot check keys, so what needs one is for the client's own cache only.</summary>
    public const string Private = "private, max-age=300";

    public static string Get(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<KeptFor>()?.CacheControl ?? (NeedsKey(endpoint) ? Private : Public);

    public static bool NeedsKey(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IAuthorizeData>() is not null;
}

/// <summary>Endpoint metadata: the header for answers that change faster than filings.</summary>
internal sealed record KeptFor(string CacheControl);
