using EdgarApi.Accounts;
using EdgarApi.Api.Problems;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Telemetry;
using EdgarApi.Caching;

namespace EdgarApi.Api.Callers;

/// <summary>
/// Information on a request: caller, target and cache result. The first middleware adds it to the request's features. The hot path,
/// authentication and endpoints fill it in; rate limits and usage read it.
/// </summary>
internal sealed class RequestInfo
{
    /// <summary>Null until authentication has run.</summary>
    public Caller? Caller { get; set; }

    /// <summary>What the request needs of the caller's tier.</summary>
    public TierNeeds Needs { get; private set; }

    /// <summary>CIKs of the requested companies.</summary>
    public long[] Companies { get; set; } = [];

    /// <summary>The requested company; null unless there is exactly one.</summary>
    public long? Cik => Companies is [var cik] ? cik : null;

    /// <summary>Which cache served the response; null if it is not cacheable.</summary>
    public CacheResult? Cache { get; set; }

    /// <summary>Whether the client has the current response, which was found without looking at a cache.</summary>
    public bool HasClientCopy { get; set; }

    /// <summary>The problem in the response; null for a successful one.</summary>
    public ProblemKind? Problem { get; set; }

    /// <summary>What timed out, if that is why the request failed.</summary>
    public TimeoutSource? Timeout { get; set; }

    /// <summary>The raw target of a request that the hot path served.</summary>
    public string? Target { get; set; }

    /// <summary>Body bytes sent so far; null if they are not counted, and then <c>Content-Length</c> applies.</summary>
    public long? SentBytes { get; private set; }

    /// <summary>Sets what the request needs of the caller's tier; returns a problem if the tier does not allow it.</summary>
    public ApiProblem? Require(TierNeeds needs)
    {
        Needs = needs;
        return Caller is null ? null : needs.FindProblem(Caller.Tier);
    }

    public void AddSentBytes(long bytes) => SentBytes = (SentBytes ?? 0) + bytes;

    public static RequestInfo? From(HttpContext context) => context.Features.Get<RequestInfo>();
}
