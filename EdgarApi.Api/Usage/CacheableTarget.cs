using EdgarApi.Api.Caching;
using EdgarApi.Api.Callers;
using EdgarApi.Contracts;

namespace EdgarApi.Api.Usage;

/// <summary>Gets the path and query of a cacheable request from a client. Warming replays recent ones.</summary>
internal static class CacheableTarget
{
    /// <summary>Longer targets, such as lists of dozens of companies, rarely repeat verbatim.</summary>
    public const int MaxLength = 512;

    /// <summary>
    /// Whether a client prefetches, as the Warmer does. It says so in this header (Fetch Standard); its requests show no demand.
    /// </summary>
    public static bool IsPrefetch(HttpRequest request) => request.Headers[ApiHeaders.Purpose] is [{ } purpose]
        && purpose.StartsWith(ApiHeaders.Prefetch, StringComparison.OrdinalIgnoreCase);

    public static string? Get(HttpContext context, RequestInfo info, int status, bool isPrefetch)
    {
        if (isPrefetch || info.Cache is null || status is not (StatusCodes.Status200OK or StatusCodes.Status304NotModified)) return null;
        var target = info.Target ?? HotAnswers.GetTarget(context);
        return target.Length is > 0 and <= MaxLength && target[0] == '/' ? target : null;
    }
}
