using EdgarApi.Api.Caching;
using EdgarApi.Api.Callers;
using EdgarApi.Contracts;

namespace EdgarApi.Api.Usage;

/// <summary>Gets the path and query of a cacheable request from a client. Warming replays recent ones.</summary>
internal static class CacheableTarget
{
    /// <summary>Longer targets, such as lists of dozens of companies, rarely repeat verbatim.</summary>
    public const int MaxLength = 512;

    public static string? Get(HttpContext context, RequestInfo info, int status)
    {
        if (info.Cache is null || status is not (StatusCodes.Status200OK or StatusCodes.Status304NotModified)) return null;
        // A client that prefetches, such as the Warmer, says so in this header (Fetch Standard). Its requests show no demand.
        if (context.Request.Headers[ApiHeaders.Purpose] is [{ } purpose]
            && purpose.StartsWith(ApiHeaders.Prefetch, StringComparison.OrdinalIgnoreCase)) return null;
        var target = info.Target ?? HotAnswers.GetTarget(context);
        return target.Length is > 0 and <= MaxLength && target[0] == '/' ? target : null;
    }
}
