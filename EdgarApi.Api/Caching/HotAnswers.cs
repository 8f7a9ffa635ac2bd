using System.Collections.Concurrent;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Data.Companies;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>
/// Answers by the request's own text, as it came over the wire: what was asked in these very characters before is answered without parsing them again.
/// It only points at what the cache holds; what the cache lets go of is gone from here too.
/// </summary>
internal sealed class HotAnswers(ICompanyDirectory directory, TimeProvider time)
{
    /// <summary>There are endless ways to spell requests; beyond these many the pointers start anew.</summary>
    private const int MaxTargets = 50_000;

    private readonly ConcurrentDictionary<string, HotAnswer> byTarget = new(StringComparer.Ordinal);

    /// <summary>The request's text; empty where the server does not tell, and then nothing is remembered.</summary>
    public static string TargetOf(HttpContext context) => context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";

    public HotAnswer? Find(string target) =>
        byTarget.TryGetValue(target, out var hot) && hot.Revision == directory.Revision && time.GetUtcNow().UtcTicks < hot.FreshUntil ? hot : null;

    /// <summary>Remembers an answer.</summary>
    /// <param name="target">The request's text.</param>
    /// <param name="revision">The directory's before the company was looked up: a change in between counts as one after.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="freshUntil">Until when it is good.</param>
    /// <param name="anyAccept">Whether the request's text says the format, whatever <c>Accept</c> says.</param>
    /// <param name="endpoint">The endpoint that gave it.</param>
    /// <param name="cik">Whose data it is; null for several companies'.</param>
    /// <param name="needs">What it takes to be given it.</param>
    public void Add(
        string target, long revision, FinishedAnswer answer, DateTimeOffset freshUntil, bool anyAccept, Endpoint endpoint, long? cik, TierNeeds needs)
    {
        if (target.Length == 0) return;
        if (byTarget.Count >= MaxTargets) byTarget.Clear();
        byTarget[target] = new HotAnswer(target, answer, revision, freshUntil.UtcTicks, anyAccept, endpoint, cik, needs);
    }
}

/// <summary>A pointer to an answer in the cache.</summary>
internal sealed class HotAnswer(
    string target, FinishedAnswer answer, long revision, long freshUntil, bool anyAccept, Endpoint endpoint, long? cik, TierNeeds needs)
{
    private readonly WeakReference<FinishedAnswer> answer = new(answer);

    /// <summary>The text that finds it. One object for all its requests: what keeps the text keeps no request's own string alive.</summary>
    public string Target => target;

    public long Revision => revision;

    public long FreshUntil => freshUntil;

    public Endpoint Endpoint => endpoint;

    public long? Cik => cik;

    public TierNeeds Needs => needs;

    public StringValues CacheControl { get; } = ConditionalRequests.CacheControl.Of(endpoint);

    public bool IsForBrowsers { get; } = BrowserAccess.IsFor(endpoint);

    public bool NeedsKey { get; } = ConditionalRequests.CacheControl.NeedsKey(endpoint);

    /// <summary>The answer, unless the cache let go of it or the request wants another format.</summary>
    public FinishedAnswer? For(StringValues accept) =>
        (anyAccept || AcceptsDefault(accept)) && answer.TryGetTarget(out var held) ? held : null;

    private static bool AcceptsDefault(StringValues accept) => accept.Count == 0
        || accept.Count == 1 && accept[0] is "*/*" or "application/json" or "application/json, text/plain, */*";
}
