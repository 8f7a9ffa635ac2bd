using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Windows;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Statements;

/// <summary>A page of a statement of several companies as a table.</summary>
internal sealed record SeveralStatementsTable : SeveralStatementsResponse, ILongOnlyTable
{
    /// <summary>The companies' parts, whose values have sources also without <c>fields=sources</c>.</summary>
    private IReadOnlyList<CompanyStatement> _pages = [];

    string ICsvTable.FileName => $"statements-{Statement}-{Freq}";

    IEnumerable<LongRow> ILongTable.LongRows => Companies.Zip(_pages, (company, page) => company.Reason is null
        ? FinancialStatementTable.GetLongRows(company.Company, company.Periods, page.Lines)
        : [LongRow.FromGap(company.Company, company.Reason, company.ReasonCode)]).SelectMany(rows => rows);

    public static SeveralStatementsTable From(SeveralQuery<StatementQuery> query, CompanyPages<CompanyStatement> read)
    {
        var (statement, request) = (query.Each, query.Each.Request);
        return new()
        {
            Statement = Names.Statements.GetName(request.Kind),
            Freq = Names.Frequencies.GetName(request.Frequency),
            Vintage = Names.Vintages.GetName(request.Options.Vintage),
            AsOf = request.Options.AsOf,
            RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
            Next = query.GetNext(read),
            Notes = [.. FindNotes(read)],
            CalendarPeriods = read.CalendarPeriods is { } periods ? [.. periods.Reverse().Select(period => period.Key)] : null,
            Companies = [.. read.Pages.Select(page => CreateCompany(page, statement, read))],
            _pages = read.Pages,
        };
    }

    private static IEnumerable<ComparisonNote> FindNotes(CompanyPages<CompanyStatement> read) =>
    [
        .. ComparisonNote.FromCurrencies(read.Present.Select(page => (page.Company, page.Statement?.Currency))),
        .. ComparisonNote.FromMissing(ComparisonNotes.WithoutStatement, "statement", read.Absent),
    ];

    private static CompanyStatementResponse CreateCompany(
        CompanyStatement page, StatementQuery query, CompanyPages<CompanyStatement> read) => new()
    {
        Company = CompanyReference.From(page.Company),
        Currency = page.Statement?.Currency,
        Periods = [.. page.Periods.Select(period => CreatePeriod(period, query))],
        Lines = [.. page.Lines.Select(line => FinancialStatementTable.CreateLine(line, query.Fields.Sources))],
        Checks = query.Fields.Checks ? [.. (page.Statement?.Checks ?? []).Select(StatementCheckResponse.From)] : null,
        Reason = page.Gap?.Text,
        ReasonCode = page.Gap?.Code,
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
}
