using System.ComponentModel;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Windows;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Api.TimeSeries;

internal sealed record PointResponse
{
    [Description("Stable key of the period.")]
    public required string Key { get; init; }

    [Description("Fiscal year as the filer numbers it.")]
    public required int FiscalYear { get; init; }

    [Description("FY, Q1 to Q4, TTM or TP.")]
    public required string FiscalPeriod { get; init; }

    [Description("First day; absent for an instant.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? Start { get; init; }

    [Description("Last day, or the date of the instant.")]
    public required DateOnly End { get; init; }

    [Description(CalendarPeriods.Description)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CalendarPeriod { get; init; }

    [Description("The value; null if it is missing.")]
    public decimal? Value { get; init; }

    [Description("Why the value is missing; absent if it is not null.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [Description("Machine-readable reason code, for example notReported; docs/rules.md lists the codes.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasonCode { get; init; }

    [Description(
        "Change against the same period of the previous year, as a ratio (0.0643); null if it cannot be computed. With growth=true.")]
    public decimal? Growth { get; init; }

    [Description("Source of the value; null if the value is missing.")]
    public SourceResponse? Source { get; init; }

    [JsonIgnore]
    public PointFields? Fields { get; init; }

    public static PointResponse From(SeriesPoint point, bool isInstant, PointFields fields, bool calendar) =>
        From(point.Period, isInstant, fields) with
        {
            CalendarPeriod = calendar ? CalendarPeriods.GetKey(point.Period, isInstant: false) : null,
            Value = point.Value.Value,
            Reason = point.Value.Reason,
            ReasonCode = point.Value.ReasonCode?.ToName(),
            Growth = point.Growth,
            Source = SourceResponse.From(point.Value.Source),
        };

    /// <summary>Omits members that were not requested. A requested member without a value is null.</summary>
    public static void WriteSelected(JsonTypeInfo type)
    {
        if (type.Type != typeof(PointResponse)) return;
        foreach (var property in type.Properties)
            property.ShouldSerialize = property.Name switch
            {
                "value" => (point, _) => ((PointResponse)point).Fields is { Value: true },
                "growth" => (point, _) => ((PointResponse)point).Fields is { Growth: true },
                "source" => (point, _) => ((PointResponse)point).Fields is { Source: true },
                _ => property.ShouldSerialize,
            };
    }

    private static PointResponse From(FiscalPeriod period, bool isInstant, PointFields fields) => new()
    {
        Key = period.Key,
        FiscalYear = period.FiscalYear,
        FiscalPeriod = period.Code,
        Start = isInstant ? null : period.Start,
        End = period.End,
        Fields = fields,
    };
}
