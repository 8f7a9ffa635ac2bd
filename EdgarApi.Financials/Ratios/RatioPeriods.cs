using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Ratios;

/// <summary>The periods that one ratio of one period reads.</summary>
/// <param name="Shown">The ratio's period; its end is the closing balance sheet.</param>
/// <param name="Flows">The period of incomes, expenses and cash flows.</param>
/// <param name="Opening">The period whose end is the opening balance sheet.</param>
internal sealed record RatioPeriods(FiscalPeriod Shown, FiscalPeriod Flows, FiscalPeriod Opening)
{
    /// <summary>The periods, or null with the reason.</summary>
    public static RatioPeriods? Find(CompanyCalendar calendar, Ratio ratio, FiscalPeriod shown, out string? reason)
    {
        reason = null;
        if (!ratio.TakesTwelveMonths || shown.Days >= Thresholds.ShortestRatioYear)
            return new RatioPeriods(shown, shown, FindOpening(calendar, shown, shown));
        if (shown.Kind == FiscalPeriodKind.Quarter)
        {
            foreach (var months in calendar.Ttm)
                if (months.End == shown.End) return new RatioPeriods(shown, months, FindOpening(calendar, shown, months));
            reason = $"no four contiguous quarters end with {shown.Key}";
            return null;
        }
        reason = $"{shown.Key} is {shown.Days} days, not a year";
        return null;
    }

    /// <summary>
    /// The period that ends where the flows begin. Before the first one on file it is that of the first one's comparative balance sheet.
    /// </summary>
    private static FiscalPeriod FindOpening(CompanyCalendar calendar, FiscalPeriod shown, FiscalPeriod flows)
    {
        foreach (var period in calendar.GetPeriods(CompanyCalendar.GetFrequency(shown)).Concat(calendar.Annual).Concat(calendar.Quarterly))
            if (Math.Abs(flows.Start.DayNumber - 1 - period.End.DayNumber) <= Thresholds.OpeningBalanceDays) return period;
        return shown with { FiscalYear = shown.FiscalYear - 1, Start = shown.Start.AddYears(-1), End = flows.Start.AddDays(-1) };
    }
}
