using EdgarApi.Accounts;
using EdgarApi.Accounts.Limits;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Caching;
using EdgarApi.Storage.Companies;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>
/// Maps raw request targets to cached responses, so that an identical request is served without parsing it again. The map only references
/// entries of the cache: what the cache evicts disappears here too.
/// </summary>
internal sealed class HotAnswers(TieredCache<FinishedAnswer> cache, ICompanyDirectory directory, TimeProvider time)
{
    /// <summary>Maximum number of targets, because the spellings of a request are unlimited.</summary>
    private const int MaxTargets = 50_000;

    /// <summary>Maximum length of a target, so that their number limits their bytes. Longer ones take the regular pipeline.</summary>
    public const int MaxTargetLength = 512;

    private readonly RecentlyUsedCache<string, HotAnswer> _byTarget = new(MaxTargets);

    /// <summary>Gets the raw target of a request; empty, and then not cached, if the server does not provide it.</summary>
    public static string GetTarget(HttpContext context) => context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";

    public HotAnswer? Find(string target)
    {
        var now = time.GetUtcNow().UtcTicks;
        if (_byTarget.Find(target) is not { } hot || hot.Revision != directory.Revision || now >= hot.FreshUntil) return null;
        if (hot.ShouldTouch(now)) cache.Touch(hot.Key);
        return hot;
    }

    /// <summary>Adds a response that was found in the cache: most that had to be computed are never requested again.</summary>
    /// <param name="target">Raw target of the request.</param>
    /// <param name="revision">The directory's revision before the lookup, so that a concurrent change counts as a later one.</param>
    /// <param name="cached">The cache entry.</param>
    /// <param name="ignoresAccept">Whether the target determines the format, so that <c>Accept</c> does not matter.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="companies">CIKs of the requested companies.</param>
    /// <param name="needs">What the request needs of the caller's tier.</param>
    public void Add(
        string target, long revision, in Cached<FinishedAnswer> cached, bool ignoresAccept, Endpoint endpoint, long[] companies,
        TierNeeds needs)
    {
        if (target.Length is 0 or > MaxTargetLength) return;
        _byTarget.Replace(target, new HotAnswer(target, cached, revision, ignoresAccept, endpoint, companies, needs));
    }
}

/// <summary>A reference to a cached response.</summary>
internal sealed class HotAnswer(
    string target, in Cached<FinishedAnswer> cached, long revision, bool ignoresAccept, Endpoint endpoint, long[] companies,
    TierNeeds needs)
{
    /// <summary>How often a hit marks the cache entry as recently used, so that eviction spares it.</summary>
    private static readonly long TouchInterval = TimeSpan.FromSeconds(10).Ticks;

    private readonly WeakReference<FinishedAnswer> _answer = new(cached.Value!);
    private readonly StringValues _cacheControl = CacheControl.Get(endpoint, hasKey: false);
    private readonly StringValues _cacheControlWithKey = CacheControl.Get(endpoint, hasKey: true);
    private long _lastTouched;

    /// <summary>The raw target. Usage records share this string, so they keep no per-request string alive.</summary>
    public string Target => target;

    /// <summary>Key of the cache entry.</summary>
    public string Key { get; } = cached.Key;

    public long Revision => revision;

    public long FreshUntil { get; } = cached.FreshUntil.UtcTicks;

    public Endpoint Endpoint => endpoint;

    /// <summary>CIKs of the requested companies.</summary>
    public long[] Companies => companies;

    public TierNeeds Needs => needs;

    public bool AllowsBrowsers { get; } = BrowserAccess.IsAllowed(endpoint);

    public bool NeedsKey { get; } = CacheControl.NeedsKey(endpoint);

    public StringValues GetCacheControl(Caller caller) => caller.HasKey ? _cacheControlWithKey : _cacheControl;

    /// <summary>Whether a touch of the cache entry is due. A race between threads is harmless.</summary>
    public bool ShouldTouch(long now)
    {
        if (now - Volatile.Read(ref _lastTouched) < TouchInterval) return false;
        Volatile.Write(ref _lastTouched, now);
        return true;
    }

    /// <summary>Gets the response; null if the cache has evicted it or the request wants another format.</summary>
    public FinishedAnswer? GetAnswer(StringValues accept) =>
        (ignoresAccept || AcceptsDefault(accept)) && _answer.TryGetTarget(out var target) ? target : null;

    private static bool AcceptsDefault(StringValues accept) => accept.Count == 0
        || accept.Count == 1 && accept[0] is "*/*" or "application/json" or "application/json, text/plain, */*";
}
