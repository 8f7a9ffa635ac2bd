using EdgarApi.Warmer.TradingDays;

namespace EdgarApi.Tests.Warmer.TradingDays;

public sealed class NyseCalendarTests
{
    /// <summary>Holidays published by the exchange.</summary>
    [Theory]
    [InlineData(2021, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24")]
    [InlineData(2022, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26")]
    [InlineData(2023, "01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25")]
    [InlineData(2024, "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25")]
    [InlineData(2025, "01-01 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25")]
    [InlineData(2026, "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25")]
    [InlineData(2027, "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24")]
    [InlineData(2028, "01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25")]
    public void Holidays_match_the_exchanges_calendar(int year, string published) =>
        Assert.Equal(published.Split(' ').Select(day => DateOnly.Parse($"{year}-{day}")), NyseCalendar.GetHolidays(year));

    [Fact]
    public void A_New_Year_on_a_Saturday_does_not_close_the_Friday_before() =>
        Assert.True(NyseCalendar.IsTradingDay(new DateOnly(2021, 12, 31)));

    [Fact]
    public void Every_holiday_is_a_weekday_in_any_year() =>
        Assert.NotEmptyAndAll(
            Enumerable.Range(1998, 102).SelectMany(NyseCalendar.GetHolidays), day => Assert.InRange((int)day.DayOfWeek, 1, 5));

    [Theory]
    [InlineData("2026-04-02", "2026-04-02")]
    [InlineData("2026-04-03", "2026-04-06")]
    [InlineData("2026-07-03", "2026-07-06")]
    [InlineData("2025-12-25", "2025-12-26")]
    public void A_closed_day_moves_to_the_next_trading_day(string day, string expected) =>
        Assert.Equal(DateOnly.Parse(expected), NyseCalendar.OnOrAfter(DateOnly.Parse(day)));
}
