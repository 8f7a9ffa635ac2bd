namespace EdgarApi.Warmer.TradingDays;

/// <summary>
/// Trading days of the New York Stock Exchange: weekdays except the holidays of its Rule 7.2, computed for any year. Does not include
/// unscheduled closings (storms, days of mourning); warming on such a day does no harm.
/// </summary>
internal static class NyseCalendar
{
    /// <summary>
    /// The first year in which the exchange closed on Juneteenth; in 2021 it became a federal holiday only two days before.
    /// </summary>
    private const int FirstJuneteenth = 2022;

    public static bool IsTradingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !GetHolidays(day.Year).Contains(day);

    /// <summary>The day itself if it is a trading day, otherwise the next trading day.</summary>
    public static DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsTradingDay(day)) day = day.AddDays(1);
        return day;
    }

    /// <summary>The weekdays of a year on which the exchange is closed, in order.</summary>
    public static IReadOnlyList<DateOnly> GetHolidays(int year)
    {
        DateOnly?[] holidays =
        [
            GetNewYear(year),
            GetNth(3, DayOfWeek.Monday, year, 1), // Martin Luther King
            GetNth(3, DayOfWeek.Monday, year, 2), // Washington's Birthday
            GetEaster(year).AddDays(-2),
            GetLastMonday(year, 5), // Memorial Day
            year < FirstJuneteenth ? null : GetObserved(new DateOnly(year, 6, 19)),
            GetObserved(new DateOnly(year, 7, 4)),
            GetNth(1, DayOfWeek.Monday, year, 9), // Labor Day
            GetNth(4, DayOfWeek.Thursday, year, 11), // Thanksgiving
            GetObserved(new DateOnly(year, 12, 25)),
        ];
        return [.. holidays.OfType<DateOnly>()];
    }

    /// <summary>
    /// A New Year's Day on a Saturday is not observed on Friday, because that is the last trading day of the fiscal year.
    /// </summary>
    private static DateOnly? GetNewYear(int year) =>
        new DateOnly(year, 1, 1) is { DayOfWeek: not DayOfWeek.Saturday } first ? GetObserved(first) : null;

    private static DateOnly GetObserved(DateOnly holiday) => holiday.DayOfWeek switch
    {
        DayOfWeek.Saturday => holiday.AddDays(-1),
        DayOfWeek.Sunday => holiday.AddDays(1),
        _ => holiday,
    };

    private static DateOnly GetNth(int number, DayOfWeek day, int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((int)day - (int)first.DayOfWeek + 7) % 7 + 7 * (number - 1));
    }

    private static DateOnly GetLastMonday(int year, int month) => GetNth(1, DayOfWeek.Monday, year, month + 1).AddDays(-7);

    /// <summary>Easter Sunday in the Gregorian calendar by the Meeus/Jones/Butcher algorithm.</summary>
    private static DateOnly GetEaster(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        var l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var n = h + l - 7 * m + 114;
        return new DateOnly(year, n / 31, n % 31 + 1);
    }
}
