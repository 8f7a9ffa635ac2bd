using EdgarApi.Api.Caching;
using EdgarApi.Api.Callers;
using EdgarApi.Contracts;

namespace EdgarApi.Api.Usage;

/// <summary>Path and query of answers that somebody wished for and that a cache can hold: by them recent queries are warmed.</summary>
internal static class CacheableTarget
{
    /// <summary>Longer ones, such as lists of dozens of companies, are not asked twice in the same words.</summary>
    public const int MaxLength = 512;

    public static string? Get(HttpContext context, RequestAccount account, int status)
    {
        if (account.Cache is null || status is not (StatusCodes.Status200OK or StatusCodes.Status304NotModified)) return null;
        // A client that fetches ahead, as the Warmer does, says so (Fetch Standard), and then it is nobody's wish.
        if (context.Request.Headers[ApiHeaders.Purpose] is [{ } purpose] && purpose.StartsWith(ApiHeaders.Prefetch, StringComparison.OrdinalIgnoreCase)) return null;
        return (account.Target ?? HotAnswers.GetTarget(context)) is { Length: > 0 and <= MaxLength } target && target[0] == '/' ? target : null;
    }
}
