using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Responses;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.TimeSeries;

internal sealed record TimeSeriesResponse(
    CompanyReference Company,
    [property: Description("annual, quarterly or ttm.")] string Freq,
    [property: Description("Reporting currency, ISO 4217.")] string Currency,
    [property: Description("One series per metric, in request order.")] IReadOnlyList<SeriesResponse> Metrics,
    [property: Description("URL of the page with older periods; null on the last page.")] string? Next) : ILongTable, IPage
{
    string ICsvTable.FileName => $"{Company.Id}-timeseries-{Freq}";

    IEnumerable<LongRow> ILongTable.LongRows => SeriesCsv.LongRows(Company, Metrics);

    [Description(RulesVersions.Description)]
    public int RulesVersion { get; } = Financials.Statements.Rules.RulesVersion.Current;

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => SeriesCsv.Columns;

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => SeriesCsv.Rows(Company, Metrics);

    public static TimeSeriesResponse From(CompanyEntry company, TimeSeriesQuery query, CompanySeries built) => new(
        CompanyReference.From(company), Names.Frequencies.GetName(query.Frequency), built.Currency,
        [.. built.Series.Select(series => SeriesResponse.From(series, query.Fields, query.Window.Calendar))],
        built.HasOlder ? query.GetNext(company, built.Series[0].Points[0].Period) : null);
}

internal sealed record SeriesResponse(
    [property: Description("Metric id.")] string Id,
    [property: Description("Display name.")] string Label,
    [property: Description("Currency, shares, currency/shares or pure.")] string Unit,
    [property: Description("Oldest first.")] IReadOnlyList<PointResponse> Points)
{
    public static SeriesResponse From(MetricSeries series, PointFields fields, bool calendar) => new(
        series.Metric.Id, series.Metric.Label, series.Unit,
        [.. series.Points.Select(point => PointResponse.From(point, series.Metric.IsInstant, fields, calendar))]);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TimeSeriesResponse))]
[JsonSerializable(typeof(SeveralTimeSeriesResponse))]
internal sealed partial class TimeSeriesJson : JsonSerializerContext;
