using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Metrics;

namespace EdgarApi.Api.TimeSeries;

internal sealed record SeveralTimeSeriesResponse(
    [property: Description("annual, quarterly or ttm.")] string Freq,
    [property: Description("In request order.")] IReadOnlyList<CompanySeriesResponse> Companies) : ICsvTable
{
    [JsonIgnore]
    public IEnumerable<string> CsvColumns => SeriesCsv.Columns;

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Companies.SelectMany(company => SeriesCsv.Rows(company.Company, company.Metrics));

    public static SeveralTimeSeriesResponse From(
        IReadOnlyList<CompanyEntry> companies, SeveralTimeSeriesQuery query, IReadOnlyList<CompanyMetricValue> values)
    {
        var byCompany = values.ToLookup(value => value.Cik);
        return new(
            Names.Frequencies.GetName(query.Frequency),
            [.. companies.Select(company => CompanySeriesResponse.From(company, query, byCompany[company.Cik]))]);
    }
}

internal sealed record CompanySeriesResponse(
    CompanyReference Company,
    [property: Description("Reporting currency, ISO 4217; null if all of the values are missing.")] string? Currency,
    [property: Description("One series per metric that the company has, in request order.")] IReadOnlyList<SeriesResponse> Metrics)
{
    public static CompanySeriesResponse From(CompanyEntry company, SeveralTimeSeriesQuery query, IEnumerable<CompanyMetricValue> values)
    {
        var byMetric = values.ToLookup(value => value.Metric);
        return new(
            CompanyReference.From(company), byMetric.SelectMany(group => group).FirstOrDefault()?.Currency,
            [
                .. query.Metrics.Where(metric => byMetric.Contains(metric.Id))
                    .Select(metric => CreateSeries(metric, [.. byMetric[metric.Id]], query)),
            ]);
    }

    private static SeriesResponse CreateSeries(
        Metric metric, IReadOnlyList<CompanyMetricValue> values, SeveralTimeSeriesQuery query) => new(
        metric.Id, metric.Label, values[0].Unit,
        [
            .. values.TakeLast(query.Periods)
                .Select(value => PointResponse.From(value, GetGrowth(value, values), metric.IsInstant, query.Fields)),
        ]);

    private static decimal? GetGrowth(CompanyMetricValue value, IReadOnlyList<CompanyMetricValue> values) =>
        Growth.Calculate(values.FirstOrDefault(earlier => earlier.Period.IsYearsBefore(value.Period, years: 1))?.Value, value.Value);
}
