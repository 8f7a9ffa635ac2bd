using System.Text.Json.Serialization;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Storage.Metrics;

/// <summary>A series in the JSON of <see cref="PackedSeries"/>. Names are short because every point repeats them.</summary>
internal sealed record SerializedSeries(
    [property: JsonPropertyName(SerializedSeries.CurrencyName)] string Currency,
    [property: JsonPropertyName(SerializedSeries.UnitName)] string Unit,
    [property: JsonPropertyName(SerializedSeries.PointsName)] IReadOnlyList<SerializedPoint> Points)
{
    public const string CurrencyName = "c", UnitName = "u", PointsName = "p";
}

/// <summary>A period's value in a <see cref="SerializedSeries"/>.</summary>
internal sealed record SerializedPoint(
    [property: JsonPropertyName(SerializedPoint.KindName)] int Kind,
    [property: JsonPropertyName(SerializedPoint.FiscalYearName)] int FiscalYear,
    [property: JsonPropertyName(SerializedPoint.QuarterName)] int Quarter,
    [property: JsonPropertyName(SerializedPoint.StartName)] DateOnly Start,
    [property: JsonPropertyName(SerializedPoint.EndName)] DateOnly End,
    [property: JsonPropertyName(SerializedPoint.ValueName)] decimal? Value,
    [property: JsonPropertyName(SerializedPoint.ReasonName)] string? Reason,
    [property: JsonPropertyName(SerializedPoint.ReasonCodeName)] string? ReasonCode,
    [property: JsonPropertyName(SerializedPoint.SourceName)] StoredSource? Source)
{
    public const string KindName = "k", FiscalYearName = "y", QuarterName = "q", StartName = "s", EndName = "e", ValueName = "v",
        ReasonName = "r", ReasonCodeName = "n", SourceName = "o";

    public CompanyMetricValue ToValue(Cik cik, string metric, SerializedSeries series) => new(
        cik, metric, new FiscalPeriod((FiscalPeriodKind)Kind, FiscalYear, Quarter, Start, End), series.Currency, series.Unit, Value,
        Reason, ReasonCodes.FromName(ReasonCode), Source?.ToSource());
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SerializedSeries))]
internal sealed partial class SerializedSeriesJson : JsonSerializerContext;
