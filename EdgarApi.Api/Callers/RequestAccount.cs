using EdgarApi.Accounts;
using EdgarApi.Api.RateLimits;
using EdgarApi.Caching;

namespace EdgarApi.Api.Callers;

/// <summary>
/// What one request comes to: who asked, for what, and where the answer came from. The first middleware puts it into the request's features; the hot path,
/// authentication and the endpoints fill it in; rate limits and usage read it.
/// </summary>
internal sealed class RequestAccount
{
    /// <summary>Null until authentication has looked.</summary>
    public Caller? Caller { get; set; }

    /// <summary>What the request needs of the caller's tier.</summary>
    public TierNeeds Needs { get; set; }

    /// <summary>The company that was asked for, if it was one.</summary>
    public long? Cik { get; set; }

    /// <summary>Where the answer came from; null for what is not cached.</summary>
    public CacheResult? Cache { get; set; }

    /// <summary>The text of a request that was answered from memory by it.</summary>
    public string? Target { get; set; }

    /// <summary>Bytes of the body so far; null where nobody counts, and then the answer's <c>Content-Length</c> tells.</summary>
    public long? SentBytes { get; private set; }

    public void Sent(long bytes) => SentBytes = (SentBytes ?? 0) + bytes;

    public static RequestAccount? From(HttpContext context) => context.Features.Get<RequestAccount>();
}
