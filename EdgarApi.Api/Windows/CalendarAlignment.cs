using EdgarApi.Api.Contract;
using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Windows;

/// <summary>
/// Lines up the fiscal periods of several companies by calendar period. A page has the same calendar periods for all of them: the newest
/// that any company has. Of two fiscal periods of a company in one calendar period, the one that ends nearest to it counts.
/// </summary>
internal static class CalendarAlignment
{
    /// <summary>Periods read beyond those of a page: some fit no calendar period, or share one.</summary>
    private const int Spare = 4;

    public static async Task<CompanyPages<TPage>> ReadAsync<TPage>(
        IReadOnlyList<CompanyEntry> companies, PeriodWindow window, ICompanyFactsReader reader,
        Func<CompanyEntry, CompanyFacts, PeriodSelection, TPage> build, CancellationToken cancellationToken)
        where TPage : ICompanyPage<TPage>
    {
        var rows = new List<(TPage Page, Dictionary<CalendarPeriod, FiscalPeriod> Aligned)>(companies.Count);
        foreach (var company in companies)
        {
            rows.Add(await reader.GetAsync(company, cancellationToken) is { } facts
                ? Read(window, selection => build(company, facts, selection))
                : (TPage.CreateEmpty(company), []));
        }

        var all = rows.SelectMany(row => row.Aligned.Keys).Distinct().OrderByDescending(period => period.Ordinal).ToList();
        var shown = all.Take(window.Periods).Reverse().ToList();
        return new([.. rows.Select(row => Keep(row.Page, row.Aligned, shown))], shown);
    }

    private static TPage Keep<TPage>(TPage page, Dictionary<CalendarPeriod, FiscalPeriod> aligned, List<CalendarPeriod> shown)
        where TPage : ICompanyPage<TPage>
    {
        if (shown.Count == 0) return TPage.CreateEmpty(page.Company);
        var kept = shown.Where(aligned.ContainsKey).Select(period => aligned[period]).ToHashSet();
        var hasOlder = page.HasOlder || aligned.Keys.Any(period => period.Ordinal < shown[0].Ordinal);
        return kept.Count == 0 ? TPage.CreateEmpty(page.Company, hasOlder) : page.Keep(kept, hasOlder);
    }

    /// <summary>Reads a company's newest periods before the cursor, at least as many as the page has if there are.</summary>
    private static (TPage Page, Dictionary<CalendarPeriod, FiscalPeriod> Aligned) Read<TPage>(
        PeriodWindow window, Func<PeriodSelection, TPage> build) where TPage : ICompanyPage<TPage>
    {
        for (var count = window.Periods + Spare; ; count *= 2)
        {
            var page = build(new PeriodSelection(count, window.From, GetLastEnd(window)));
            var aligned = page.Periods
                .Select(period => (Fiscal: period, Calendar: CalendarPeriod.From(period)))
                .Where(pair => pair.Calendar is { } calendar && (window.Cursor is not { } cursor || calendar.Ordinal < cursor.Positions[0]))
                .GroupBy(pair => pair.Calendar!.Value, pair => pair.Fiscal)
                .ToDictionary(group => group.Key, group => group.MinBy(period => group.Key.GetDistance(period.End)));
            if (aligned.Count >= window.Periods || !page.HasOlder) return (page, aligned);
        }
    }

    /// <summary>A bound of the ends of periods before the cursor's, so that a later page does not read the earlier ones again.</summary>
    private static DateOnly? GetLastEnd(PeriodWindow window)
    {
        if (window.Cursor is not { } cursor) return window.To;
        // A fiscal period ends at most half a year after its calendar period.
        var year = Math.Clamp(cursor.Positions[0] / 4, DateOnly.MinValue.Year, DateOnly.MaxValue.Year - 1);
        return CommonParameters.Earlier(window.To, new DateOnly(year + 1, 6, 30));
    }
}
