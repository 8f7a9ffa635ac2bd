using System.Globalization;

namespace EdgarApi.Accounts.Limits;

/// <summary>A tier's limits in the units of the limiter.</summary>
public sealed class LimitPlan
{
    /// <summary>
    /// How long a process may spend a lease. At the sustained rate a full lease, a hundredth of a minute's quota, takes 0.6 s to spend, so
    /// that a busy caller spends it in time and a quiet one leases less.
    /// </summary>
    public static readonly TimeSpan LeaseLifetime = TimeSpan.FromSeconds(1);

    private const int MaxLeaseDivisor = 100;
    private const long MinuteMicroseconds = 60_000_000;

    /// <summary>Computes the limits of a tier.</summary>
    public LimitPlan(Tier tier)
    {
        Tier = tier;
        if (tier.RequestsPerMinute is { } perMinute) Interval = (MinuteMicroseconds + perMinute - 1) / perMinute;
        PerDay = tier.RequestsPerDay ?? 0;
        var burst = tier.Burst ?? tier.RequestsPerMinute ?? 0;
        MaxLease = Math.Max(1, Math.Min(tier.RequestsPerMinute ?? int.MaxValue, tier.RequestsPerDay ?? int.MaxValue) / MaxLeaseDivisor);
        // A lease may be spent until its lifetime ends, when the rate allows that many requests again. Reducing the capacity by as many
        // keeps the requests spent at once within the burst.
        var late = Interval > 0 ? (int)((LeaseLifetime.TotalMicroseconds + Interval - 1) / Interval) : 0;
        if (late * 2 > burst) MaxLease = 1;
        Capacity = MaxLease > 1 ? burst - late : Math.Max(1, burst);
        Policy = string.Join(", ", GetPolicies(tier));
    }

    /// <summary>The tier.</summary>
    public Tier Tier { get; }

    /// <summary>Microseconds between requests at the sustained rate; 0 if unlimited.</summary>
    public long Interval { get; }

    /// <summary>Requests that can be leased at once. With those spent late from earlier leases they add up to the tier's burst.</summary>
    public int Capacity { get; }

    /// <summary>Requests per UTC day; 0 if unlimited.</summary>
    public int PerDay { get; }

    /// <summary>Maximum number of requests per lease: a hundredth of the smaller quota, at least one.</summary>
    public int MaxLease { get; }

    /// <summary>Maximum number of concurrent requests; null if unlimited.</summary>
    public int? Concurrent => Tier.Concurrent;

    /// <summary>Whether requests are counted by minute or day.</summary>
    public bool HasQuota => Interval > 0 || PerDay > 0;

    /// <summary>Value of the <c>RateLimit-Policy</c> header (draft-ietf-httpapi-ratelimit-headers); empty without quotas.</summary>
    public string Policy { get; }

    /// <summary>Whether the tier has any limit.</summary>
    public static bool HasLimits(Tier tier) => tier is not { RequestsPerMinute: null, RequestsPerDay: null, Concurrent: null };

    private static IEnumerable<string> GetPolicies(Tier tier)
    {
        if (tier.RequestsPerMinute is { } minute) yield return string.Create(CultureInfo.InvariantCulture, $"\"minute\";q={minute};w=60");
        if (tier.RequestsPerDay is { } day) yield return string.Create(CultureInfo.InvariantCulture, $"\"day\";q={day};w=86400");
    }
}
