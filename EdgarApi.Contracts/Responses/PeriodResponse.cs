using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>A fiscal period with the filer's own names.</summary>
/// <param name="Key">Stable key: FY2025, 2025Q3, TTM2025-12-27, or TP with the end date for a transition period.</param>
/// <param name="Label">Display name.</param>
/// <param name="FiscalYear">Fiscal year as the filer numbers it.</param>
/// <param name="FiscalPeriod">FY, Q1 to Q4, TTM or TP.</param>
/// <param name="Start">First day; absent for balance sheets, which are as of one date.</param>
/// <param name="End">Last day, or the balance sheet date.</param>
/// <param name="CalendarPeriod">
/// Calendar year or quarter as in the SEC's frames: CY2024, CY2024Q1, CY2024Q4I for a balance sheet. Twelve months have the quarter with
/// which they end; null if the period fits no calendar period. With calendar=true.
/// </param>
public sealed record PeriodResponse(
    string Key,
    string Label,
    int FiscalYear,
    string FiscalPeriod,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? Start,
    DateOnly End,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CalendarPeriod = null);
