namespace EdgarApi.Warmer.TradingDays;

/// <summary>
/// The days on which the New York Stock Exchange trades: weekdays but the holidays of its Rule 7.2, computed for any year. Closings that no rule
/// foretells (storms, days of mourning) are not in it; warming on such a day does no harm.
/// </summary>
internal static class NyseCalendar
{
    /// <summary>The first year in which Juneteenth was a holiday of the exchange; in 2021 it became one of the country two days before.</summary>
    private const int FirstJuneteenth = 2022;

    public static bool IsTradingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Holidays(day.Year).Contains(day);

    /// <summary>The day itself if the exchange trades on it, otherwise the next one on which it does.</summary>
    public static DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsTradingDay(day)) day = day.AddDays(1);
        return day;
    }

    /// <summary>The weekdays of a year on which the exchange is closed, in their order.</summary>
    public static IReadOnlyList<DateOnly> Holidays(int year)
    {
        DateOnly?[] holidays =
        [
            NewYear(year),
            Nth(3, DayOfWeek.Monday, year, 1), // Martin Luther King
            Nth(3, DayOfWeek.Monday, year, 2), // Washington's Birthday
            Easter(year).AddDays(-2),
            LastMonday(year, 5), // Memorial Day
            year < FirstJuneteenth ? null : Observed(new DateOnly(year, 6, 19)),
            Observed(new DateOnly(year, 7, 4)),
            Nth(1, DayOfWeek.Monday, year, 9), // Labor Day
            Nth(4, DayOfWeek.Thursday, year, 11), // Thanksgiving
            Observed(new DateOnly(year, 12, 25)),
        ];
        return [.. holidays.OfType<DateOnly>()];
    }

    /// <summary>A Saturday's New Year is not made up for: the Friday before is the last trading day of the year's books.</summary>
    private static DateOnly? NewYear(int year) => new DateOnly(year, 1, 1) is { DayOfWeek: not DayOfWeek.Saturday } first ? Observed(first) : null;

    private static DateOnly Observed(DateOnly holiday) => holiday.DayOfWeek switch
    {
        DayOfWeek.Saturday => holiday.AddDays(-1),
        DayOfWeek.Sunday => holiday.AddDays(1),
        _ => holiday,
    };

    private static DateOnly Nth(int number, DayOfWeek day, int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((int)day - (int)first.DayOfWeek + 7) % 7 + 7 * (number - 1));
    }

    private static DateOnly LastMonday(int year, int month) => Nth(1, DayOfWeek.Monday, year, month + 1).AddDays(-7);

    /// <summary>Easter Sunday of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher.</summary>
    private static DateOnly Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        var l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var n = h + l - 7 * m + 114;
        return new DateOnly(year, n / 31, n % 31 + 1);
    }
}
