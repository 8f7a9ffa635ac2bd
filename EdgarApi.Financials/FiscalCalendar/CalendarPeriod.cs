namespace EdgarApi.Financials.FiscalCalendar;

/// <summary>
/// A year or quarter of the calendar, to which the fiscal periods of different companies are assigned so that they line up. The assignment
/// is that of the SEC's frames API: durations of 365 ± 30 days to a year, of 91 ± 30 days to a quarter, instants to a quarter. The SEC
/// documents the lengths; the dates that decide follow from the frames of 224,709 facts.
/// </summary>
/// <param name="Year">Calendar year.</param>
/// <param name="Quarter">1 to 4; 0 for a year.</param>
public readonly record struct CalendarPeriod(int Year, int Quarter)
{
    /// <summary>The frame of a duration: <c>CY2024</c> or <c>CY2024Q1</c>.</summary>
    public string Key => Quarter == 0 ? $"CY{Year}" : $"CY{Year}Q{Quarter}";

    /// <summary>The frame of an instant: <c>CY2024Q4I</c>.</summary>
    public string InstantKey => $"{Key}I";

    /// <summary>Position among calendar periods of the same length; larger is later.</summary>
    public int Ordinal => Year * 4 + Math.Max(0, Quarter - 1);

    /// <summary>
    /// The calendar period of a fiscal year or quarter. Twelve months belong to the quarter with which they end, because four of them end
    /// in each year.
    /// </summary>
    /// <returns>Null for a period that is neither about a year nor about a quarter long.</returns>
    public static CalendarPeriod? From(FiscalPeriod period)
    {
        if (period.Kind == FiscalPeriodKind.TrailingTwelveMonths) return FromInstant(period.End);
        if (Math.Abs(period.Days - Thresholds.FrameYearDays) <= Thresholds.FrameDaysAround) return FromYearEnd(period.End);
        return Math.Abs(period.Days - Thresholds.FrameQuarterDays) <= Thresholds.FrameDaysAround ? FromInstant(period.End) : null;
    }

    /// <summary>The quarter whose end is nearest to a day.</summary>
    public static CalendarPeriod FromInstant(DateOnly day)
    {
        var inside = day.AddDays(-Thresholds.FrameQuarterEndDays);
        return new(inside.Year, (inside.Month + 2) / 3);
    }

    /// <summary>The days between the ends of a fiscal period and this calendar period.</summary>
    public int GetDistance(DateOnly end)
    {
        var last = new DateOnly(Year, Quarter == 0 ? 12 : Quarter * 3, 1).AddMonths(1).AddDays(-1);
        return Math.Abs(end.DayNumber - last.DayNumber);
    }

    private static CalendarPeriod FromYearEnd(DateOnly end) => new(end >= new DateOnly(end.Year, 6, 30) ? end.Year : end.Year - 1, 0);
}
