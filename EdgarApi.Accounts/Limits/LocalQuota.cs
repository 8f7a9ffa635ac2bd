namespace EdgarApi.Accounts.Limits;

/// <summary>
/// One process's own count of a caller's requests, for the time that Redis is away: the arithmetic of <c>QuotaLease.lua</c>. It is charged with what Redis grants
/// too, so that a caller does not begin anew when Redis goes.
/// </summary>
internal sealed class LocalQuota(LimitPlan plan)
{
    private const long DayMicroseconds = 86_400_000_000;

    private readonly Lock _counting = new();
    private long _tat;
    private long _day;
    private long _used;

    /// <summary>One request, if there is one left.</summary>
    public QuotaReply Take(DateTimeOffset time)
    {
        lock (_counting)
        {
            var now = StartCounting(time);
            var atOnce = plan.Interval == 0 ? 1 : (now + plan.Capacity * plan.Interval - _tat) / plan.Interval;
            var (granted, wait, hit) =
                plan.PerDay > 0 && _used >= plan.PerDay ? (0, DayEnd(now), Limit.Day)
                : atOnce < 1 ? (0, _tat - (plan.Capacity - 1) * plan.Interval - now, Limit.Minute)
                : (1, 0, default);
            Count(granted);
            return new QuotaReply(
                granted, plan.Interval == 0 ? 0 : Math.Max(0, (now + plan.Capacity * plan.Interval - _tat) / plan.Interval), _tat - now,
                Math.Max(0, plan.PerDay - _used), DayEnd(now), _day, wait, hit);
        }
    }

    /// <summary>What Redis granted.</summary>
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
        _tat = Math.Max(_tat, now);
        if (now / DayMicroseconds is var today && today != _day) (_day, _used) = (today, 0);
        return now;
    }

    private void Count(int granted)
    {
        _tat += granted * plan.Interval;
        _used += granted;
    }

    private static long DayEnd(long now) => DayMicroseconds - now % DayMicroseconds;
}
