using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>A value of a time series.</summary>
public record PointResponse
{
    /// <summary>Stable key of the period.</summary>
    public required string Key { get; init; }

    /// <summary>Fiscal year as the filer numbers it.</summary>
    public required int FiscalYear { get; init; }

    /// <summary>FY, Q1 to Q4, TTM or TP.</summary>
    public required string FiscalPeriod { get; init; }

    /// <summary>First day; absent for an instant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? Start { get; init; }

    /// <summary>Last day, or the date of the instant.</summary>
    public required DateOnly End { get; init; }

    /// <summary>
    /// Calendar year or quarter as in the SEC's frames: CY2024, CY2024Q1, CY2024Q4I for a balance sheet. Twelve months have the quarter
    /// with which they end; null if the period fits no calendar period. With calendar=true.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CalendarPeriod { get; init; }

    /// <summary>The value; null if it is missing.</summary>
    public decimal? Value { get; init; }

    /// <summary>Why the value is missing; absent if it is not null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>Machine-readable reason code, for example notReported; docs/accuracy.md lists the codes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasonCode { get; init; }

    /// <summary>
    /// Change against the same period of the previous year, as a ratio (0.0643); null if it cannot be computed. With growth=true.
    /// </summary>
    public decimal? Growth { get; init; }

    /// <summary>Source of the value; null if the value is missing.</summary>
    public SourceResponse? Source { get; init; }
}
