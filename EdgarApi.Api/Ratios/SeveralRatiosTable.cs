using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Windows;

namespace EdgarApi.Api.Ratios;

/// <summary>A page of the ratios of several companies as a table.</summary>
internal sealed record SeveralRatiosTable : SeveralRatiosResponse, ILongOnlyTable
{
    /// <summary>The companies' parts, whose ratios have operands also without <c>fields=operands</c>.</summary>
    private IReadOnlyList<CompanyRatiosPage> _pages = [];

    string ICsvTable.FileName => $"ratios-{Freq}";

    IEnumerable<LongRow> ILongTable.LongRows => Companies.Zip(_pages, (company, page) => page.Ratios is { } ratios
        ? RatioTable.GetLongRows(company.Company, ratios.Currency, company.Periods, ratios.Ratios)
        : [LongRow.FromGap(company.Company, company.Reason, company.ReasonCode)]).SelectMany(rows => rows);

    public static SeveralRatiosTable From(SeveralQuery<RatiosQuery> query, CompanyPages<CompanyRatiosPage> read)
    {
        var ratios = query.Each;
        return new()
        {
            Freq = Names.Frequencies.GetName(ratios.Frequency),
            Vintage = Names.Vintages.GetName(ratios.Options.Vintage),
            AsOf = ratios.Options.AsOf,
            RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
            Next = query.GetNext(read),
            Notes = [.. FindNotes(read, ratios)],
            CalendarPeriods = read.CalendarPeriods is { } periods ? [.. periods.Reverse().Select(period => period.Key)] : null,
            Companies = [.. read.Pages.Select(page => CreateCompany(page, ratios, read))],
            _pages = read.Pages,
        };
    }

    /// <summary>Ratios compare in any currency; their operands do not.</summary>
    private static IEnumerable<ComparisonNote> FindNotes(CompanyPages<CompanyRatiosPage> read, RatiosQuery query) =>
    [
        .. query.Fields.Operands
            ? ComparisonNote.FromCurrencies(read.Present.Select(page => (page.Company, page.Ratios?.Currency)))
            : [],
        .. ComparisonNote.FromMissing(ComparisonNotes.WithoutRatios, "ratios", read.Absent),
    ];

    private static CompanyRatiosResponse CreateCompany(
        CompanyRatiosPage page, RatiosQuery query, CompanyPages<CompanyRatiosPage> read) => new()
    {
        Company = CompanyReference.From(page.Company),
        Currency = page.Ratios?.Currency,
        Periods = [.. page.Periods.Select(period => PeriodResponse.From(period, isInstant: false, query.Window.Calendar))],
        Ratios = [.. (page.Ratios?.Ratios ?? []).Select(line => RatioTable.CreateRatio(line, query.Fields.Operands))],
        Reason = page.Gap?.Text,
        ReasonCode = page.Gap?.Code,
        MissingPeriods = read.GetMissing(page) is { } missing ? [.. missing.Reverse()] : null,
    };
}
