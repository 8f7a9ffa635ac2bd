using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Financials.FiscalCalendar;

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

    public static SeveralTimeSeriesTable From(
        SeveralTimeSeriesQuery query, IReadOnlyList<CompanyPage> pages, CalendarAlignment? alignment) => new()
    {
        Freq = Names.Frequencies.GetName(query.Series.Frequency),
        Next = GetNext(query, pages, alignment),
        Notes = [.. SeriesNotes.Find(query.Series, pages)],
        CalendarPeriods = alignment is null ? null : [.. alignment.Periods.Select(period => period.Key)],
        Companies = [.. pages.Select(page => CreateCompany(page, query.Series, alignment))],
        RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
    };

    private static string? GetNext(SeveralTimeSeriesQuery query, IReadOnlyList<CompanyPage> pages, CalendarAlignment? alignment)
    {
        if (!pages.Any(page => page.HasOlder)) return null;
        IReadOnlyList<int> positions = alignment?.Position is { } ordinal ? [ordinal] : [.. pages.Select(page => page.Position)];
        return query.GetNext([.. pages.Select(page => page.Company)], positions);
    }

    private static CompanySeriesResponse CreateCompany(CompanyPage page, TimeSeriesQuery query, CalendarAlignment? alignment)
    {
        var present = page.Periods.Select(CalendarPeriod.From).ToHashSet();
        return new(
            CompanyReference.From(page.Company), page.Currency,
            [.. page.Series.Select(series => SeriesResponse.From(series, query.Fields, query.Window.Calendar))])
        {
            Reason = page.Gap is { } gap ? CompanyGaps.GetText(gap, page.Company, query) : null,
            ReasonCode = page.Gap is { } code ? CompanyGaps.Names.GetName(code) : null,
            MissingPeriods = alignment is null
                ? null : [.. alignment.Periods.Where(period => !present.Contains(period)).Select(period => period.Key)],
        };
    }
}
