using System.Diagnostics.Metrics;

namespace EdgarApi.Accounts.Limits;

/// <summary>Metrics of rejected requests and of Redis calls for quotas.</summary>
public sealed class LimitMetrics
{
    private readonly Counter<long> _refused;
    private readonly Counter<long> _leases;

    /// <summary>Creates the instruments.</summary>
    public LimitMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("EdgarApi.Limits");
        _refused = meter.CreateCounter<long>("edgar.limits.refused", "{request}", "Requests rejected, by tier and limit.");
        _leases = meter.CreateCounter<long>("edgar.limits.leases", "{lease}", "Quota leases taken from Redis.");
    }

    internal void Refused(Tier tier, Limit limit) =>
        _refused.Add(1, new("tier", tier.Name), new("limit", limit.ToString().ToLowerInvariant()));

    internal void Leased() => _leases.Add(1);
}
