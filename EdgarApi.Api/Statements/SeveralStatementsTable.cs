using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Windows;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Statements;

/// <summary>
/// A page of a statement of several companies. As CSV it always has one value per row: the periods of the companies differ, so columns of
/// periods would not line up.
/// </summary>
internal sealed record SeveralStatementsTable : SeveralStatementsResponse, ILongTable
{
    /// <summary>The companies' parts, whose values have sources also without <c>fields=sources</c>.</summary>
    private IReadOnlyList<CompanyStatement> _pages = [];

    string ICsvTable.FileName => $"statements-{Statement}-{Freq}";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => LongRow.Columns;

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => GetRows().Select(row => row.Cells);

    IEnumerable<LongRow> ILongTable.LongRows => GetRows();

    public static SeveralStatementsTable From(SeveralStatementsQuery query, CompanyPages<CompanyStatement> read)
    {
        var (statement, request) = (query.Statement, query.Statement.Request);
        return new()
        {
            Statement = Names.Statements.GetName(request.Kind),
            Freq = Names.Frequencies.GetName(request.Frequency),
            Vintage = Names.Vintages.GetName(request.Options.Vintage),
            AsOf = request.Options.AsOf,
            RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
            Next = read.Next is { } next ? query.GetNext([.. read.Pages.Select(page => page.Company)], next) : null,
            Notes = [.. FindNotes(read.Pages)],
            CalendarPeriods = read.CalendarPeriods is { } periods ? [.. periods.Reverse().Select(period => period.Key)] : null,
            Companies = [.. read.Pages.Select(page => CreateCompany(page, statement, read))],
            _pages = read.Pages,
        };
    }

    private static IEnumerable<ComparisonNote> FindNotes(IReadOnlyList<CompanyStatement> pages) =>
    [
        .. ComparisonNote.FromCurrencies(
            pages.Where(page => page.Gap is null).Select(page => (page.Company, page.Statement?.Currency))),
        .. ComparisonNote.FromMissing(
            ComparisonNotes.WithoutStatement, "statement", pages.Where(page => page.Gap is not null).Select(page => page.Company)),
    ];

    private static CompanyStatementResponse CreateCompany(
        CompanyStatement page, StatementQuery query, CompanyPages<CompanyStatement> read) => new()
    {
        Company = CompanyReference.From(page.Company),
        Currency = page.Statement?.Currency,
        Periods = [.. page.Periods.Select(period => CreatePeriod(period, query))],
        Lines = [.. page.Lines.Select(line => FinancialStatementTable.CreateLine(line, query.Fields.Sources))],
        Checks = query.Fields.Checks ? [.. (page.Statement?.Checks ?? []).Select(StatementCheckResponse.From)] : null,
        Reason = page.Gap is { } gap ? StatementGaps.GetText(gap, page.Company, query.Request) : null,
        ReasonCode = page.Gap is { } code ? StatementGaps.Names.GetName(code) : null,
        MissingPeriods = read.GetMissing(page) is { } missing ? [.. missing.Reverse()] : null,
    };

    /// <summary>
    /// Creates a period. Its calendar period is the one that companies are aligned by: a balance sheet belongs to that of the fiscal year
    /// or quarter that it ends.
    /// </summary>
    private static PeriodResponse CreatePeriod(FiscalPeriod period, StatementQuery query) =>
        PeriodResponse.From(period, isInstant: query.Request.Kind == StatementKind.Balance) with
        {
            CalendarPeriod = query.Window.Calendar ? Windows.CalendarPeriods.GetKey(period, isInstant: false) : null,
        };

    private IEnumerable<LongRow> GetRows() => Companies.Zip(_pages, (company, page) => company.Reason is null
        ? FinancialStatementTable.GetLongRows(company.Company, company.Periods, page.Lines)
        : [new LongRow(company.Company) { Reason = company.Reason, ReasonCode = company.ReasonCode }]).SelectMany(rows => rows);
}
