using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Windows;

/// <summary>A page of periods of several companies.</summary>
/// <param name="Pages">The companies' parts, in request order.</param>
/// <param name="CalendarPeriods">The calendar periods that the parts are aligned by, oldest first; null if they are not.</param>
internal sealed record CompanyPages<TPage>(IReadOnlyList<TPage> Pages, IReadOnlyList<CalendarPeriod>? CalendarPeriods = null)
    where TPage : ICompanyPage<TPage>
{
    /// <summary>The position of the next page for its cursor; null on the last page.</summary>
    public IReadOnlyList<int>? Next => !Pages.Any(page => page.HasOlder) ? null
        : CalendarPeriods is [var oldest, ..] ? [oldest.Ordinal]
        : [.. Pages.Select(page => page.HasOlder ? page.Periods.Min(period => period.End.DayNumber) : 0)];

    /// <summary>Whether any company has something on the page.</summary>
    public bool HasAny => Pages.Any(page => page.Gap is null);

    /// <summary>The parts of the companies that have something on the page.</summary>
    public IEnumerable<TPage> Present => Pages.Where(page => page.Gap is null);

    /// <summary>The companies that have nothing on the page.</summary>
    public IEnumerable<CompanyEntry> Absent => Pages.Where(page => page.Gap is not null).Select(page => page.Company);

    /// <summary>The calendar periods in which a company has no fiscal period, oldest first; null if the parts are not aligned.</summary>
    public IEnumerable<string>? GetMissing(TPage page)
    {
        var present = page.Periods.Select(CalendarPeriod.From).ToHashSet();
        return CalendarPeriods?.Where(period => !present.Contains(period)).Select(period => period.Key);
    }

    /// <summary>Computes the page of a window from the companies' facts. The part of a company without facts is empty.</summary>
    /// <param name="companies">The companies.</param>
    /// <param name="window">The periods of the page.</param>
    /// <param name="reader">Reads the facts.</param>
    /// <param name="build">Computes a company's part.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<CompanyPages<TPage>> ComputeAsync(
        IReadOnlyList<CompanyEntry> companies, PeriodWindow window, ICompanyFactsReader reader,
        Func<CompanyEntry, CompanyFacts, PeriodSelection, TPage> build, CancellationToken cancellationToken)
    {
        if (window.Calendar) return await CalendarAlignment.ReadAsync(companies, window, reader, build, cancellationToken);
        var pages = new List<TPage>(companies.Count);
        // Sequential: decoding a company takes one or two milliseconds, and a request should use only one core.
        for (var i = 0; i < companies.Count; i++)
        {
            pages.Add(window.Select(i) is { } selection && await reader.GetAsync(companies[i], cancellationToken) is { } facts
                ? build(companies[i], facts, selection)
                : TPage.CreateEmpty(companies[i]));
        }
        return new(pages);
    }

    /// <summary>Finds out why companies have nothing on the page. That is rare, so their facts are read again only now.</summary>
    /// <param name="isEmpty">Whether a company has nothing.</param>
    /// <param name="reader">Reads the facts.</param>
    /// <param name="explain">Finds the reason in a company's facts, which are null if its data is not loaded.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<CompanyPages<TPage>> ExplainAsync(
        Func<TPage, bool> isEmpty, ICompanyFactsReader reader, Func<TPage, CompanyFacts?, CompanyGap> explain,
        CancellationToken cancellationToken)
    {
        var explained = new List<TPage>(Pages.Count);
        foreach (var page in Pages)
        {
            explained.Add(isEmpty(page)
                ? page.WithGap(explain(page, await reader.GetAsync(page.Company, cancellationToken)))
                : page);
        }

        return this with { Pages = explained };
    }
}
