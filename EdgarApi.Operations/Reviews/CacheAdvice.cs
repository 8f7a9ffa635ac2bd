using EdgarApi.Contracts.Objectives;

namespace EdgarApi.Operations.Reviews;

/// <summary>
/// Advises on lifetimes in the cache. A longer lifetime helps only with misses of targets that were requested before and had expired;
/// against first requests only warming helps, and against both nothing if the hit rate is met.
/// </summary>
internal static class CacheAdvice
{
    /// <summary>The longest lifetime in Redis of the performance requirements: 1 to 4 hours.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(4);

    /// <summary>A longer lifetime that would gain less than this share of requests is not worth a change.</summary>
    private const double MinGain = 0.01;

    /// <summary>Advises on an endpoint.</summary>
    /// <param name="misses">Its requests.</param>
    /// <param name="isRedisFull">Whether Redis is above its memory limit or evicts: then nothing may live longer.</param>
    public static (string Advice, bool IsAction) Advise(EndpointMisses misses, bool isRedisFull)
    {
        if (misses.Requests == 0) return ("no cacheable requests", false);
        var target = ServiceLevels.Default.Cache.HitShare;
        if (1 - (double)misses.Misses / misses.Requests > target) return ("keep: the hit rate is met", false);
        var gain = (double)misses.Repeated / misses.Requests;
        if (gain < MinGain || misses.Gap is not { } gap)
            return ("warm its popular targets: most misses are first requests, which no lifetime avoids", true);
        if (isRedisFull) return ("keep: Redis is full, so a longer lifetime would evict other entries", false);
        if (misses.Lifetime >= Longest) return ("keep: the lifetime is already the longest of the requirements", false);
        var longer = Suggest(misses.Lifetime, gap);
        return (
            ReviewFormat.Text($"raise the lifetime from {ReviewFormat.Duration(misses.Lifetime)} to {ReviewFormat.Duration(longer)}: ")
            + ReviewFormat.Text($"up to {ReviewFormat.Percent(gain)} more of its requests become hits"), true);
    }

    /// <summary>At least twice the present lifetime, and long enough to bridge most gaps, in whole hours.</summary>
    private static TimeSpan Suggest(TimeSpan lifetime, TimeSpan gap)
    {
        var needed = TimeSpan.FromHours(Math.Ceiling(Math.Max(2 * lifetime.TotalHours, gap.TotalHours)));
        return needed < Longest ? needed : Longest;
    }
}
