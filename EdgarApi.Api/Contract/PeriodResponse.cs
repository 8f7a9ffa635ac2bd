using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Api.Contract;

/// <summary>A fiscal period, named as the filer names it.</summary>
internal sealed record PeriodResponse(
    [property: Description("Stable key: FY2025, 2025Q3, TTM2025-12-27, or TP and the end of a transition period.")] string Key,
    [property: Description("For people.")] string Label,
    [property: Description("The filer's own number of the fiscal year.")] int FiscalYear,
    [property: Description("FY, Q1 to Q4, TTM or TP.")] string FiscalPeriod,
    [property: Description("First day; absent for an instant, as a balance sheet is."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    DateOnly? Start,
    [property: Description("Last day, or the instant.")] DateOnly End)
{
    public static PeriodResponse From(FiscalPeriod period, bool isInstant) =>
        new(period.Key, period.Label, period.FiscalYear, period.Code, isInstant ? null : period.Start, period.End);
}
