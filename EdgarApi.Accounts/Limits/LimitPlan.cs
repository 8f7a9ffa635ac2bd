using System.Globalization;

namespace EdgarApi.Accounts.Limits;

/// <summary>A tier's limits as the limiter counts them.</summary>
public sealed class LimitPlan
{
    /// <summary>
    /// How long what a process leased may be spent. A whole lease of an hundredth of a minute's quota lasts 0.6 s at the sustained rate, so that a busy caller spends
    /// it and a quiet one leases less.
    /// </summary>
    public static readonly TimeSpan LeaseLife = TimeSpan.FromSeconds(1);

    private const int LargestShare = 100;
    private const long MinuteMicroseconds = 60_000_000;

    /// <summary>Works the limits out.</summary>
    public LimitPlan(Tier tier)
    {
        Tier = tier;
        if (tier.RequestsPerMinute is { } perMinute) Interval = (MinuteMicroseconds + perMinute - 1) / perMinute;
        PerDay = tier.RequestsPerDay ?? 0;
        var atOnce = tier.Burst ?? tier.RequestsPerMinute ?? 0;
        MaxLease = Math.Max(1, Math.Min(tier.RequestsPerMinute ?? int.MaxValue, tier.RequestsPerDay ?? int.MaxValue) / LargestShare);
        // What is leased now is spent up to a lease's life later, when the rate has made room for as many again: that much less can be leased at once, so that
        // what is spent at once is never more than the burst.
        var late = Interval > 0 ? (int)((LeaseLife.TotalMicroseconds + Interval - 1) / Interval) : 0;
        if (late * 2 > atOnce) MaxLease = 1;
        Capacity = MaxLease > 1 ? atOnce - late : Math.Max(1, atOnce);
        Policy = string.Join(", ", Policies(tier));
    }

    /// <summary>Whose limits.</summary>
    public Tier Tier { get; }

    /// <summary>Microseconds between requests at the sustained rate; 0 for no limit.</summary>
    public long Interval { get; }

    /// <summary>Requests that can be leased at once; with what is leased elsewhere meanwhile they come to the tier's burst.</summary>
    public int Capacity { get; }

    /// <summary>Requests of a UTC day; 0 for no limit.</summary>
    public int PerDay { get; }

    /// <summary>Requests leased by one call at most: an hundredth of the smaller quota, and at least one.</summary>
    public int MaxLease { get; }

    /// <summary>Requests under way at the same time; null for no limit.</summary>
    public int? Concurrent => Tier.Concurrent;

    /// <summary>Whether requests are counted.</summary>
    public bool HasQuota => Interval > 0 || PerDay > 0;

    /// <summary>The header field <c>RateLimit-Policy</c> (draft-ietf-httpapi-ratelimit-headers); empty without quotas.</summary>
    public string Policy { get; }

    /// <summary>Whether the tier has any limit at all.</summary>
    public static bool Limits(Tier tier) => tier is not { RequestsPerMinute: null, RequestsPerDay: null, Concurrent: null };

    private static IEnumerable<string> Policies(Tier tier)
    {
        if (tier.RequestsPerMinute is { } minute) yield return string.Create(CultureInfo.InvariantCulture, $"\"minute\";q={minute};w=60");
        if (tier.RequestsPerDay is { } day) yield return string.Create(CultureInfo.InvariantCulture, $"\"day\";q={day};w=86400");
    }
}
