using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.TimeSeries;

/// <summary>A page of time series of one company as a table.</summary>
internal sealed record TimeSeriesTable : TimeSeriesResponse, ILongTable
{
    string ICsvTable.FileName => $"{Company.Id}-timeseries-{Freq}";

    IEnumerable<LongRow> ILongTable.LongRows => SeriesCsv.LongRows(Company, Metrics);

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => SeriesCsv.Columns;

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => SeriesCsv.Rows(Company, Metrics);

    public static TimeSeriesTable From(CompanyEntry company, TimeSeriesQuery query, CompanySeries built) => new()
    {
        Company = CompanyReference.From(company),
        Freq = Names.Frequencies.GetName(query.Frequency),
        Currency = built.Currency,
        Metrics = [.. built.Series.Select(series => SeriesResponse.From(series, query.Fields, query.Window.Calendar))],
        Next = built.HasOlder ? query.GetNext(company, built.Series[0].Points[0].Period) : null,
        RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
    };
}

/// <summary>Creates series of responses.</summary>
internal static class SeriesResponses
{
    extension(SeriesResponse)
    {
        public static SeriesResponse From(MetricSeries series, PointFields fields, bool calendar) => new(
            series.Metric.Id, series.Metric.Label, series.Unit,
            [.. series.Points.Select(point => SelectedPoint.From(point, series.Metric.IsInstant, fields, calendar))]);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TimeSeriesTable))]
[JsonSerializable(typeof(TimeSeriesResponse))]
[JsonSerializable(typeof(SeveralTimeSeriesTable))]
[JsonSerializable(typeof(SeveralTimeSeriesResponse))]
internal sealed partial class TimeSeriesJson : JsonSerializerContext;
