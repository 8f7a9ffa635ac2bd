using System.Text.Json.Serialization;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Storage.Metrics;

/// <summary>A series in the JSON of <see cref="PackedSeries"/>. Names are short because every point repeats them.</summary>
internal sealed record StoredSeries(
    [property: JsonPropertyName(StoredSeries.CurrencyName)] string Currency,
    [property: JsonPropertyName(StoredSeries.UnitName)] string Unit,
    [property: JsonPropertyName(StoredSeries.PointsName)] IReadOnlyList<StoredPoint> Points)
{
    public const string CurrencyName = "c", UnitName = "u", PointsName = "p";
}

/// <summary>A period's value in a <see cref="StoredSeries"/>.</summary>
internal sealed record StoredPoint(
    [property: JsonPropertyName(StoredPoint.KindName)] int Kind,
    [property: JsonPropertyName(StoredPoint.FiscalYearName)] int FiscalYear,
    [property: JsonPropertyName(StoredPoint.QuarterName)] int Quarter,
    [property: JsonPropertyName(StoredPoint.StartName)] DateOnly Start,
    [property: JsonPropertyName(StoredPoint.EndName)] DateOnly End,
    [property: JsonPropertyName(StoredPoint.ValueName)] decimal? Value,
    [property: JsonPropertyName(StoredPoint.ReasonName)] string? Reason,
    [property: JsonPropertyName(StoredPoint.ReasonCodeName)] string? ReasonCode,
    [property: JsonPropertyName(StoredPoint.SourceName)] StoredSource? Source)
{
    public const string KindName = "k", FiscalYearName = "y", QuarterName = "q", StartName = "s", EndName = "e", ValueName = "v",
        ReasonName = "r", ReasonCodeName = "n", SourceName = "o";

    public CompanyMetricValue ToValue(Cik cik, string metric, StoredSeries series) => new(
        cik, metric, new FiscalPeriod((FiscalPeriodKind)Kind, FiscalYear, Quarter, Start, End), series.Currency, series.Unit, Value,
        Reason, ReasonCodes.FromName(ReasonCode), Source?.ToSource());
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredSeries))]
internal sealed partial class StoredSeriesJson : JsonSerializerContext;
