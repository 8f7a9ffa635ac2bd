using EdgarApi.Warmer.Warming;

namespace EdgarApi.Tests.Warmer.Warming;

public sealed class WarmScheduleTests
{
    private static readonly WarmSchedule Earnings = WarmSchedule.Earnings(new WarmingOptions());
    private static readonly WarmSchedule Popular = WarmSchedule.Popular(new WarmingOptions());

    [Theory]
    [InlineData("2026-03-06T13:30Z", "2026-03-09T12:30Z")] // clocks go forward on the 8th
    [InlineData("2026-10-30T12:30Z", "2026-11-02T13:30Z")] // and back on November 1st
    [InlineData("2026-03-09T12:29:59Z", "2026-03-09T12:30Z")]
    public void The_pre_market_run_is_at_half_past_eight_in_New_York_in_summer_and_winter(string after, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), Earnings.GetNext(DateTimeOffset.Parse(after)));

    [Theory]
    [InlineData("2026-07-02T12:30Z", "2026-07-06T12:30Z")] // Independence Day is observed on Friday the 3rd
    [InlineData("2026-04-02T12:30Z", "2026-04-06T12:30Z")] // Good Friday
    [InlineData("2026-06-18T12:30Z", "2026-06-22T12:30Z")] // Juneteenth
    [InlineData("2026-11-25T13:30Z", "2026-11-27T13:30Z")] // Thanksgiving
    [InlineData("2025-12-31T13:30Z", "2026-01-02T13:30Z")]
    public void Days_without_trading_are_skipped(string after, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), Earnings.GetNext(DateTimeOffset.Parse(after)));

    [Fact]
    public void A_year_has_one_market_opening_per_trading_day()
    {
        var days = 0;
        for (var next = Earnings.GetNext(DateTimeOffset.Parse("2026-01-01T00:00Z")); next.Year == 2026; next = Earnings.GetNext(next))
            days++;

        Assert.Equal(251, days);
    }

    [Fact]
    public void Popular_companies_are_warmed_every_four_hours_across_clock_changes()
    {
        var moments = new List<DateTimeOffset> { Popular.GetNext(DateTimeOffset.Parse("2026-03-07T22:15Z")) };
        while (moments.Count < 12) moments.Add(Popular.GetNext(moments[^1]));

        Assert.Equal(Enumerable.Range(0, 12).Select(i => DateTimeOffset.Parse("2026-03-08T00:00Z").AddHours(4 * i)), moments);
    }
}
