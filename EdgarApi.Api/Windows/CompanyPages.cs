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
}
