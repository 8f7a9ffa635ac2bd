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
        : [LongRow.FromGap(company.Company, company.Reason, company.ReasonCode)]);

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => SeriesCsv.Columns;

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Companies.SelectMany(company => company.Reason is null
        ? SeriesCsv.Rows(company.Company, company.Metrics)
        : [SeriesCsv.Row(company.Company, company.Reason, company.ReasonCode!)]);

    public static SeveralTimeSeriesTable From(SeveralQuery<TimeSeriesQuery> query, CompanyPages<CompanyPage> read) => new()
    {
        Freq = Names.Frequencies.GetName(query.Each.Frequency),
        Next = query.GetNext(read),
        Notes = [.. SeriesNotes.Find(query.Each, read)],
        CalendarPeriods = read.CalendarPeriods is { } periods ? [.. periods.Select(period => period.Key)] : null,
        Companies = [.. read.Pages.Select(page => CreateCompany(page, query.Each, read))],
        RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
    };

    private static CompanySeriesResponse CreateCompany(CompanyPage page, TimeSeriesQuery query, CompanyPages<CompanyPage> read) => new(
        CompanyReference.From(page.Company), page.Currency,
        [.. page.Series.Select(series => SeriesResponse.From(series, query.Fields, query.Window.Calendar))])
    {
        Reason = page.Gap?.Text,
        ReasonCode = page.Gap?.Code,
        MissingPeriods = read.GetMissing(page) is { } missing ? [.. missing] : null,
    };
}
