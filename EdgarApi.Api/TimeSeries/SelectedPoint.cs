using System.Text.Json.Serialization.Metadata;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Windows;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Api.TimeSeries;

/// <summary>A point with the members that the request selects.</summary>
internal sealed record SelectedPoint : PointResponse
{
    public required PointFields Fields { get; init; }

    public static SelectedPoint From(SeriesPoint point, bool isInstant, PointFields fields, bool calendar) =>
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
                "value" => (point, _) => ((SelectedPoint)point).Fields is { Value: true },
                "growth" => (point, _) => ((SelectedPoint)point).Fields is { Growth: true },
                "source" => (point, _) => ((SelectedPoint)point).Fields is { Source: true },
                _ => property.ShouldSerialize,
            };
    }

    private static SelectedPoint From(FiscalPeriod period, bool isInstant, PointFields fields) => new()
    {
        Key = period.Key,
        FiscalYear = period.FiscalYear,
        FiscalPeriod = period.Code,
        Start = isInstant ? null : period.Start,
        End = period.End,
        Fields = fields,
    };
}
