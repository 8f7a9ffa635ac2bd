using EdgarApi.Api.Windows;
using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Api.Contract;

/// <summary>Creates periods of responses.</summary>
internal static class PeriodResponses
{
    extension(PeriodResponse response)
    {
        /// <summary>Name of the period's column in CSV.</summary>
        public string Column => response.CalendarPeriod is null ? response.Key : $"{response.Key} {response.CalendarPeriod}";

        public static PeriodResponse From(FiscalPeriod period, bool isInstant, bool calendar = false) => new(
            period.Key, period.Label, period.FiscalYear, period.Code, isInstant ? null : period.Start, period.End,
            calendar ? CalendarPeriods.GetKey(period, isInstant) : null);
    }
}
