using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Financials.TimeSeries;

/// <summary>Change of a value against the same period a year before.</summary>
public static class Growth
{
    private const int Decimals = 4;

    /// <summary>The change as a ratio, 4 decimals; null without both values, or on a base of nothing or less, where it has no meaning.</summary>
    public static decimal? Of(decimal? before, decimal? now) =>
        before is > 0 && now is { } value ? Math.Round((value - before.Value) / before.Value, Decimals) : null;

    /// <summary>Whether one period is the same as another a year before: of the same kind and quarter, and ended about a year earlier.</summary>
    public static bool IsYearBefore(FiscalPeriod earlier, FiscalPeriod period) =>
        earlier.Kind == period.Kind && earlier.Quarter == period.Quarter && period.End.DayNumber - earlier.End.DayNumber is >= 350 and <= 380;
}
