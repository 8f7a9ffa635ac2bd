using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Api.Windows;

/// <summary>Names the calendar period of a fiscal one as the SEC's frames do.</summary>
internal static class CalendarPeriods
{
    public static string? GetKey(FiscalPeriod period, bool isInstant) =>
        isInstant ? CalendarPeriod.FromInstant(period.End).InstantKey : CalendarPeriod.From(period)?.Key;
}
