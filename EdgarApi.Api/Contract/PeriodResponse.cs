using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Windows;
using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Api.Contract;

/// <summary>A fiscal period with the filer's own names.</summary>
internal sealed record PeriodResponse(
    [property: Description("Stable key: FY2025, 2025Q3, TTM2025-12-27, or TP with the end date for a transition period.")] string Key,
    [property: Description("Display name.")] string Label,
    [property: Description("Fiscal year as the filer numbers it.")] int FiscalYear,
    [property: Description("FY, Q1 to Q4, TTM or TP.")] string FiscalPeriod,
    [property: Description("First day; absent for balance sheets, which are as of one date.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    DateOnly? Start,
    [property: Description("Last day, or the balance sheet date.")] DateOnly End,
    [property: Description(CalendarPeriods.Description)]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? CalendarPeriod = null)
{
    /// <summary>Name of the period's column in CSV.</summary>
    [JsonIgnore]
    public string Column => CalendarPeriod is null ? Key : $"{Key} {CalendarPeriod}";

    public static PeriodResponse From(FiscalPeriod period, bool isInstant, bool calendar = false) => new(
        period.Key, period.Label, period.FiscalYear, period.Code, isInstant ? null : period.Start, period.End,
        calendar ? CalendarPeriods.GetKey(period, isInstant) : null);
}
