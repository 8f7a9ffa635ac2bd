using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.TimeSeries;

/// <summary>
/// Lines up the fiscal periods of several companies by calendar period. A page has the same calendar periods for all of them: the newest
/// that any company has. Of two fiscal periods of a company in one calendar period, the one that ends nearest to it counts.
/// </summary>
/// <param name="Periods">Calendar periods of the page, oldest first.</param>
/// <param name="Pages">The companies' parts.</param>
internal sealed record CalendarAlignment(IReadOnlyList<CalendarPeriod> Periods, IReadOnlyList<CompanyPage> Pages)
{
    /// <summary>Periods read beyond those of a page: some fit no calendar period, or share one.</summary>
    private const int Spare = 4;

    /// <summary>Ordinal of the oldest calendar period, which is the cursor's position; null if no page follows.</summary>
    public int? Position => Pages.Any(page => page.HasOlder) ? Periods[0].Ordinal : null;

    public static async Task<CalendarAlignment> ReadAsync(
        IReadOnlyList<CompanyEntry> companies, TimeSeriesQuery query, ICompanyFactsReader reader, CancellationToken cancellationToken)
    {
        var rows = new List<(CompanyPage Page, Dictionary<CalendarPeriod, FiscalPeriod> Aligned)>(companies.Count);
        foreach (var company in companies)
        {
            rows.Add(await reader.GetAsync(company, cancellationToken) is { } facts
                ? Read(company, facts, query)
                : (CompanyPage.Empty(company), []));
        }

        var all = rows.SelectMany(row => row.Aligned.Keys).Distinct().OrderByDescending(period => period.Ordinal).ToList();
        var shown = all.Take(query.Window.Periods).Reverse().ToList();
        return new(shown, [.. rows.Select(row => Keep(row.Page, row.Aligned, shown))]);
    }

    private static CompanyPage Keep(
        CompanyPage page, Dictionary<CalendarPeriod, FiscalPeriod> aligned, List<CalendarPeriod> shown)
    {
        if (shown.Count == 0) return CompanyPage.Empty(page.Company);
        var kept = shown.Where(aligned.ContainsKey).Select(period => aligned[period]).ToHashSet();
        var hasOlder = page.HasOlder || aligned.Keys.Any(period => period.Ordinal < shown[0].Ordinal);
        return kept.Count == 0 ? CompanyPage.Empty(page.Company) with { HasOlder = hasOlder } : page.Keep(kept, hasOlder);
    }

    /// <summary>Reads a company's newest periods before the cursor, at least as many as the page has if there are.</summary>
    private static (CompanyPage Page, Dictionary<CalendarPeriod, FiscalPeriod> Aligned) Read(
        CompanyEntry company, CompanyFacts facts, TimeSeriesQuery query)
    {
        var window = query.Window;
        for (var count = window.Periods + Spare; ; count *= 2)
        {
            var built = TimeSeriesBuilder.Build(
                facts, query.Metrics, query.Frequency, new PeriodSelection(count, window.From, GetLastEnd(query)), query.Options);
            var page = CompanyPage.From(company, built);
            var aligned = page.Periods
                .Select(period => (Fiscal: period, Calendar: CalendarPeriod.From(period)))
                .Where(pair => pair.Calendar is { } calendar && (window.Cursor is not { } cursor || calendar.Ordinal < cursor.Positions[0]))
                .GroupBy(pair => pair.Calendar!.Value, pair => pair.Fiscal)
                .ToDictionary(group => group.Key, group => group.MinBy(period => group.Key.GetDistance(period.End)));
            if (aligned.Count >= window.Periods || !page.HasOlder) return (page, aligned);
        }
    }

    /// <summary>A bound of the ends of periods before the cursor's, so that a later page does not read the earlier ones again.</summary>
    private static DateOnly? GetLastEnd(TimeSeriesQuery query)
    {
        if (query.Window.Cursor is not { } cursor) return query.Window.To;
        // A fiscal period ends at most half a year after its calendar period.
        var year = Math.Clamp(cursor.Positions[0] / 4, DateOnly.MinValue.Year, DateOnly.MaxValue.Year - 1);
        return Contract.CommonParameters.Earlier(query.Window.To, new DateOnly(year + 1, 6, 30));
    }
}
