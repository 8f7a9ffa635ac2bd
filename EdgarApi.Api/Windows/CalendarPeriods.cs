using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Api.Windows;

/// <summary>Names the calendar period of a fiscal one as the SEC's frames do.</summary>
internal static class CalendarPeriods
{
    public const string Description =
        "Calendar year or quarter as in the SEC's frames: CY2024, CY2024Q1, CY2024Q4I for a balance sheet. Twelve months have the " +
        "quarter with which they end; a period that fits no calendar period has none. With calendar=true.";

    public static string? GetKey(FiscalPeriod period, bool isInstant) =>
        isInstant ? CalendarPeriod.FromInstant(period.End).InstantKey : CalendarPeriod.From(period)?.Key;
}
