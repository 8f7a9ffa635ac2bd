namespace EdgarApi.Accounts.Limits;

/// <summary>
/// One process's count of a caller's requests, used while Redis is unavailable; same arithmetic as <c>QuotaLease.lua</c>. Requests granted
/// by Redis count too, so that a caller does not start with a full quota when Redis fails.
/// </summary>
internal sealed class LocalQuota(LimitPlan plan)
{
    private const long DayMicroseconds = 86_400_000_000;

    private readonly Lock _counting = new();
    private long _theoreticalArrival;
    private long _day;
    private long _used;

    /// <summary>Takes one request if the quotas allow it.</summary>
    public QuotaReply Take(DateTimeOffset time)
    {
        lock (_counting)
        {
            var now = StartCounting(time);
            var burst = plan.Interval == 0 ? 1 : (now + plan.Capacity * plan.Interval - _theoreticalArrival) / plan.Interval;
            var (granted, wait, hit) =
                plan.PerDay > 0 && _used >= plan.PerDay ? (0, GetTimeToDayEnd(now), Limit.Day)
                : burst < 1 ? (0, _theoreticalArrival - (plan.Capacity - 1) * plan.Interval - now, Limit.Minute)
                : (1, 0, default);
            Count(granted);
            var left = plan.Interval == 0 ? 0 : Math.Max(0, (now + plan.Capacity * plan.Interval - _theoreticalArrival) / plan.Interval);
            return new QuotaReply(
                granted, left, _theoreticalArrival - now,
                Math.Max(0, plan.PerDay - _used), GetTimeToDayEnd(now), _day, wait, hit);
        }
    }

    /// <summary>Counts requests that Redis granted.</summary>
    public void Charge(int granted, DateTimeOffset time)
    {
        lock (_counting)
        {
            StartCounting(time);
            Count(granted);
        }
    }

    private long StartCounting(DateTimeOffset time)
    {
        var now = (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        // It is never later than after a full burst, unless the clock was set back: then the burst counts as spent.
        _theoreticalArrival = Math.Clamp(_theoreticalArrival, now, now + plan.Capacity * plan.Interval);
        if (now / DayMicroseconds is var today && today != _day) (_day, _used) = (today, 0);
        return now;
    }

    private void Count(int granted)
    {
        _theoreticalArrival += granted * plan.Interval;
        _used += granted;
    }

    private static long GetTimeToDayEnd(long now) => DayMicroseconds - now % DayMicroseconds;
}
