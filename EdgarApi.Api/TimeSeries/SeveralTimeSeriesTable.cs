using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Windows;

namespace EdgarApi.Api.TimeSeries;

/// <summary>A page of time series of several companies as a table.</summary>
internal sealed record SeveralTimeSeriesTable : SeveralTimeSeriesResponse, ILongTable
{
    string ICsvTable.FileName => $"timeseries-{Freq}";

    IEnumerable<LongRow> ILongTable.LongRows => Companies.SelectMany(company => company.Reason is null
        ? SeriesCsv.LongRows(company.Company, company.Metrics)
        : [new LongRow(company.Company) { Reason = company.Reason, ReasonCode = company.ReasonCode }]);

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => SeriesCsv.Columns;

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Companies.SelectMany(company => company.Reason is null
        ? SeriesCsv.Rows(company.Company, company.Metrics)
        : [SeriesCsv.Row(company.Company, company.Reason, company.ReasonCode!)]);

    public static SeveralTimeSeriesTable From(SeveralTimeSeriesQuery query, CompanyPages<CompanyPage> read) => new()
    {
        Freq = Names.Frequencies.GetName(query.Series.Frequency),
        Next = read.Next is { } next ? query.GetNext([.. read.Pages.Select(page => page.Company)], next) : null,
        Notes = [.. SeriesNotes.Find(query.Series, read.Pages)],
        CalendarPeriods = read.CalendarPeriods is { } periods ? [.. periods.Select(period => period.Key)] : null,
        Companies = [.. read.Pages.Select(page => CreateCompany(page, query.Series, read))],
        RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
    };

    private static CompanySeriesResponse CreateCompany(CompanyPage page, TimeSeriesQuery query, CompanyPages<CompanyPage> read) => new(
        CompanyReference.From(page.Company), page.Currency,
        [.. page.Series.Select(series => SeriesResponse.From(series, query.Fields, query.Window.Calendar))])
    {
        Reason = page.Gap is { } gap ? CompanyGaps.GetText(gap, page.Company, query) : null,
        ReasonCode = page.Gap is { } code ? CompanyGaps.Names.GetName(code) : null,
        MissingPeriods = read.GetMissing(page) is { } missing ? [.. missing] : null,
    };
}
