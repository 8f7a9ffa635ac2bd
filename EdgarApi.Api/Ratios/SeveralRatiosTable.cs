using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Windows;

namespace EdgarApi.Api.Ratios;

/// <summary>
/// A page of the ratios of several companies. As CSV it always has one value per row: the periods of the companies differ, so columns of
/// periods would not line up.
/// </summary>
internal sealed record SeveralRatiosTable : SeveralRatiosResponse, ILongTable
{
    /// <summary>The companies' parts, whose ratios have operands also without <c>fields=operands</c>.</summary>
    private IReadOnlyList<CompanyRatiosPage> _pages = [];

    string ICsvTable.FileName => $"ratios-{Freq}";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => LongRow.Columns;

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => GetRows().Select(row => row.Cells);

    IEnumerable<LongRow> ILongTable.LongRows => GetRows();

    public static SeveralRatiosTable From(SeveralRatiosQuery query, CompanyPages<CompanyRatiosPage> read)
    {
        var ratios = query.Ratios;
        return new()
        {
            Freq = Names.Frequencies.GetName(ratios.Frequency),
            Vintage = Names.Vintages.GetName(ratios.Options.Vintage),
            AsOf = ratios.Options.AsOf,
            RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
            Next = read.Next is { } next ? query.GetNext([.. read.Pages.Select(page => page.Company)], next) : null,
            Notes = [.. FindNotes(read.Pages, ratios)],
            CalendarPeriods = read.CalendarPeriods is { } periods ? [.. periods.Reverse().Select(period => period.Key)] : null,
            Companies = [.. read.Pages.Select(page => CreateCompany(page, ratios, read))],
            _pages = read.Pages,
        };
    }

    /// <summary>Ratios compare in any currency; their operands do not.</summary>
    private static IEnumerable<ComparisonNote> FindNotes(IReadOnlyList<CompanyRatiosPage> pages, RatiosQuery query) =>
    [
        .. query.Fields.Operands
            ? ComparisonNote.FromCurrencies(
                pages.Where(page => page.Gap is null).Select(page => (page.Company, page.Ratios?.Currency)))
            : [],
        .. ComparisonNote.FromMissing(
            ComparisonNotes.WithoutRatios, "ratios", pages.Where(page => page.Gap is not null).Select(page => page.Company)),
    ];

    private static CompanyRatiosResponse CreateCompany(
        CompanyRatiosPage page, RatiosQuery query, CompanyPages<CompanyRatiosPage> read) => new()
    {
        Company = CompanyReference.From(page.Company),
        Currency = page.Ratios?.Currency,
        Periods = [.. page.Periods.Select(period => PeriodResponse.From(period, isInstant: false, query.Window.Calendar))],
        Ratios = [.. (page.Ratios?.Ratios ?? []).Select(line => RatioTable.CreateRatio(line, query.Fields.Operands))],
        Reason = page.Gap is { } gap ? RatioGaps.GetText(gap, page.Company, query) : null,
        ReasonCode = page.Gap is { } code ? RatioGaps.Names.GetName(code) : null,
        MissingPeriods = read.GetMissing(page) is { } missing ? [.. missing.Reverse()] : null,
    };

    private IEnumerable<LongRow> GetRows() => Companies.Zip(_pages, (company, page) => page.Ratios is { } ratios
        ? RatioTable.GetLongRows(company.Company, ratios.Currency, company.Periods, ratios.Ratios)
        : [new LongRow(company.Company) { Reason = company.Reason, ReasonCode = company.ReasonCode }]).SelectMany(rows => rows);
}
