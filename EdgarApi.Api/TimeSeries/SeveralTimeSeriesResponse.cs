using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Responses;
using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Api.TimeSeries;

internal sealed record SeveralTimeSeriesResponse(
    [property: Description("annual, quarterly or ttm.")] string Freq,
    [property: Description("URL of the page with older periods; null on the last page.")] string? Next,
    [property: Description("What does not compare in this response, such as different currencies, or which companies have no series.")]
    IReadOnlyList<SeriesNote> Notes,
    [property: Description("Calendar periods of the page, oldest first. With calendar=true.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<string>? CalendarPeriods,
    [property: Description("In request order.")] IReadOnlyList<CompanySeriesResponse> Companies) : ILongTable, IPage
{
    string ICsvTable.FileName => $"timeseries-{Freq}";

    IEnumerable<LongRow> ILongTable.LongRows => Companies.SelectMany(company => company.Reason is null
        ? SeriesCsv.LongRows(company.Company, company.Metrics)
        : [new LongRow(company.Company) { Reason = company.Reason, ReasonCode = company.ReasonCode }]);

    [Description(RulesVersions.Description)]
    public int RulesVersion { get; } = Financials.Statements.Rules.RulesVersion.Current;

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => SeriesCsv.Columns;

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Companies.SelectMany(company => company.Reason is null
        ? SeriesCsv.Rows(company.Company, company.Metrics)
        : [SeriesCsv.Row(company.Company, company.Reason, company.ReasonCode!)]);

    public static SeveralTimeSeriesResponse From(
        SeveralTimeSeriesQuery query, IReadOnlyList<CompanyPage> pages, CalendarAlignment? alignment) => new(
        Names.Frequencies.GetName(query.Series.Frequency), GetNext(query, pages, alignment),
        [.. SeriesNote.Find(query.Series, pages)], alignment is null ? null : [.. alignment.Periods.Select(period => period.Key)],
        [.. pages.Select(page => CompanySeriesResponse.From(page, query.Series, alignment))]);

    private static string? GetNext(SeveralTimeSeriesQuery query, IReadOnlyList<CompanyPage> pages, CalendarAlignment? alignment)
    {
        if (!pages.Any(page => page.HasOlder)) return null;
        IReadOnlyList<int> positions = alignment?.Position is { } ordinal ? [ordinal] : [.. pages.Select(page => page.Position)];
        return query.GetNext([.. pages.Select(page => page.Company)], positions);
    }
}

internal sealed record CompanySeriesResponse(
    CompanyReference Company,
    [property: Description("Reporting currency, ISO 4217; null without series.")] string? Currency,
    [property: Description("One series per metric that the company has, in request order.")] IReadOnlyList<SeriesResponse> Metrics)
{
    [Description("Why the company has no series; absent if it has.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [Description("notLoaded, noPeriods, noValues or outsideWindow; absent if the company has series.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasonCode { get; init; }

    [Description("Calendar periods of the page for which the company has no fiscal period. With calendar=true.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingPeriods { get; init; }

    public static CompanySeriesResponse From(CompanyPage page, TimeSeriesQuery query, CalendarAlignment? alignment)
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
