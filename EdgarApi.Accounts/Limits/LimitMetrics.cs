using System.Diagnostics.Metrics;
using EdgarApi.Contracts.Telemetry;

namespace EdgarApi.Accounts.Limits;

/// <summary>Metrics of rejected requests and of Redis calls for quotas.</summary>
public sealed class LimitMetrics
{
    private static readonly Limit[] Limits = Enum.GetValues<Limit>();

    private readonly ClosedCounter _refused;
    private readonly ClosedCounter _leases;

    /// <summary>Creates the instruments.</summary>
    public LimitMetrics(IMeterFactory meters, TierCatalog tiers)
    {
        var meter = meters.Create("EdgarApi.Limits");
        _refused = new ClosedCounter(meter, OperationalMetrics.LimitsRefused, tiers.All.SelectMany(tier =>
            Limits.Select(limit => (IReadOnlyList<string>)[tier.Name, limit.ToString().ToLowerInvariant()])));
        _leases = new ClosedCounter(meter, OperationalMetrics.LimitsLeases);
    }

    /// <summary>Quota leases taken from Redis.</summary>
    internal long Leases => _leases[0];

    internal void Refused(Tier tier, Limit limit) => _refused.Add(tier.Rank * Limits.Length + Array.IndexOf(Limits, limit));

    internal void Leased() => _leases.Add(0);
}
