using System.Collections.Concurrent;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Caching;
using EdgarApi.Storage.Companies;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>
/// Answers by the request's own text, as it came over the wire: what was asked in these very characters before is answered without parsing them again.
/// It only points at what the cache holds; what the cache lets go of is gone from here too.
/// </summary>
internal sealed class HotAnswers(TieredCache<FinishedAnswer> cache, ICompanyDirectory directory, TimeProvider time)
{
    /// <summary>There are endless ways to spell requests; beyond these many the pointers start anew.</summary>
    private const int MaxTargets = 50_000;

    private readonly ConcurrentDictionary<string, HotAnswer> byTarget = new(StringComparer.Ordinal);

    /// <summary>The request's text; empty where the server does not tell, and then nothing is remembered.</summary>
    public static string GetTarget(HttpContext context) => context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";

    public HotAnswer? Find(string target)
    {
        var now = time.GetUtcNow().UtcTicks;
        if (!byTarget.TryGetValue(target, out var hot) || hot.Revision != directory.Revision || now >= hot.FreshUntil) return null;
        if (hot.IsToBeTouched(now)) cache.Touch(hot.Key);
        return hot;
    }

    /// <summary>Remembers an answer.</summary>
    /// <param name="target">The request's text.</param>
    /// <param name="revision">The directory's before the company was looked up: a change in between counts as one after.</param>
    /// <param name="cached">The answer, as the cache gave it.</param>
    /// <param name="anyAccept">Whether the request's text says the format, whatever <c>Accept</c> says.</param>
    /// <param name="endpoint">The endpoint that gave it.</param>
    /// <param name="cik">Whose data it is; null for several companies'.</param>
    /// <param name="needs">What it takes to be given it.</param>
    public void Add(
        string target, long revision, in Cached<FinishedAnswer> cached, bool anyAccept, Endpoint endpoint, long? cik, TierNeeds needs)
    {
        if (target.Length == 0) return;
        if (byTarget.Count >= MaxTargets) byTarget.Clear();
        byTarget[target] = new HotAnswer(target, cached, revision, anyAccept, endpoint, cik, needs);
    }
}

/// <summary>A pointer to an answer in the cache.</summary>
internal sealed class HotAnswer(
    string target, in Cached<FinishedAnswer> cached, long revision, bool anyAccept, Endpoint endpoint, long? cik, TierNeeds needs)
{
    /// <summary>How often the cache is told that the answer is in use, by which it lets go of others first.</summary>
    private static readonly long TouchInterval = TimeSpan.FromSeconds(10).Ticks;

    private readonly WeakReference<FinishedAnswer> answer = new(cached.Value!);
    private long touched;

    /// <summary>The text that finds it. One object for all its requests: what keeps the text keeps no request's own string alive.</summary>
    public string Target => target;

    /// <summary>What finds it in the cache.</summary>
    public string Key { get; } = cached.Key;

    public long Revision => revision;

    public long FreshUntil { get; } = cached.FreshUntil.UtcTicks;

    public Endpoint Endpoint => endpoint;

    public long? Cik => cik;

    public TierNeeds Needs => needs;

    public StringValues CacheControl { get; } = ConditionalRequests.CacheControl.Get(endpoint);

    public bool IsForBrowsers { get; } = BrowserAccess.IsFor(endpoint);

    public bool NeedsKey { get; } = ConditionalRequests.CacheControl.NeedsKey(endpoint);

    /// <summary>Whether the cache was not told for a while; processors need not agree on it.</summary>
    public bool IsToBeTouched(long now)
    {
        if (now - Volatile.Read(ref touched) < TouchInterval) return false;
        Volatile.Write(ref touched, now);
        return true;
    }

    /// <summary>The answer, unless the cache let go of it or the request wants another format.</summary>
    public FinishedAnswer? For(StringValues accept) =>
        (anyAccept || AcceptsDefault(accept)) && answer.TryGetTarget(out var held) ? held : null;

    private static bool AcceptsDefault(StringValues accept) => accept.Count == 0
        || accept.Count == 1 && accept[0] is "*/*" or "application/json" or "application/json, text/plain, */*";
}
