using EdgarApi.Accounts;
using EdgarApi.Accounts.Limits;
using EdgarApi.Caching.RequestBudget;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Faults;

/// <summary>
/// The machine's clock is set back or forward, without any time passing. What lasts for a time must not depend on the time of day. That of
/// loading on demand is in <see cref="Api.Companies.OnDemandTests"/>; changes to daylight saving time are in
/// <see cref="Warmer.Warming.WarmScheduleTests"/>.
/// </summary>
public sealed class ClockJumpTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 8, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-24)]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_caller_gets_the_quota_back_at_its_rate_after_the_clock_was_set(int hours)
    {
        var plan = new LimitPlan(new Tier(
            "test", Rank: 0, RequestsPerMinute: 60, RequestsPerDay: null, Burst: 10, Concurrent: null, Periods: null, FactsPerPage: null,
            Exports: []));
        var quota = new LocalQuota(plan);
        while (quota.Take(Noon).Granted == 1) { }

        var after = Noon.AddHours(hours);
        var granted = Enumerable.Range(1, 60).Count(second => quota.Take(after.AddSeconds(second)).Granted == 1);

        Assert.InRange(granted, 59, 60); // one per second; the burst is spent if time went back
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(1)]
    public void The_budget_for_the_SEC_pauses_as_long_as_requested(int hours)
    {
        var clock = new FakeTimeProvider(Noon);
        var jumping = new JumpingClock(clock);
        var budget = new LocalRequestBudget(10, TimeSpan.FromSeconds(1), jumping);
        budget.Pause(TimeSpan.FromSeconds(10));
        clock.Advance(TimeSpan.FromSeconds(4));

        jumping.Jump = TimeSpan.FromHours(hours);

        Assert.Equal(TimeSpan.FromSeconds(6), budget.Reserve(TimeSpan.FromMinutes(1)));
    }

    private sealed class JumpingClock(TimeProvider time) : TimeProvider
    {
        public TimeSpan Jump { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Jump;

        public override long GetTimestamp() => time.GetTimestamp();
    }
}
