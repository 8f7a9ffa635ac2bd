using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Warming;
using EdgarApi.Warmer.TradingDays;

namespace EdgarApi.Warmer.Earnings;

/// <summary>
/// Estimates when a company reports results next, without using announcements: companies usually report on the same weekday of the same
/// week as in the year before, give or take a week (docs/storage.md states the error).
/// </summary>
/// <param name="Cik">The company.</param>
/// <param name="Ticker">The main symbol; null for filers without one.</param>
/// <param name="Expected">The estimated trading day.</param>
/// <param name="BasedOn">The date of last year's report, on which the estimate is based.</param>
internal sealed record EarningsEstimate(Cik Cik, string? Ticker, DateOnly Expected, DateOnly BasedOn)
{
    /// <summary>52 weeks: the same weekday.</summary>
    public const int DaysToNext = 364;

    /// <summary>An estimate counts as upcoming from this many days before it until as many days after; most reports fall within.</summary>
    public const int Margin = 7;

    /// <summary>A report up to this many days before the estimate, or later, is the expected one.</summary>
    private const int EarlyDays = 14;

    /// <summary>Days of past reports that <see cref="GetUpcoming"/> needs; the additional week allows for holidays.</summary>
    public const int History = DaysToNext + Margin + 7;

    public static EarningsEstimate From(EarningsRelease release) =>
        new(release.Cik, release.Ticker, NyseCalendar.OnOrAfter(release.Filed.AddDays(DaysToNext)), release.Filed);

    /// <summary>Companies about to report, nearest estimate first; excludes those that already have.</summary>
    public static IReadOnlyList<EarningsEstimate> GetUpcoming(IEnumerable<EarningsRelease> releases, DateOnly today) =>
    [
        .. releases.GroupBy(release => release.Cik)
            .Select(company => GetNext([.. company], today)).OfType<EarningsEstimate>()
            .OrderBy(estimate => GetDaysBetween(estimate.Expected, today)).ThenBy(estimate => estimate.Cik),
    ];

    private static EarningsEstimate? GetNext(IReadOnlyList<EarningsRelease> releases, DateOnly today)
    {
        var newest = releases.Where(release => release.Filed <= today).Select(release => release.Filed).DefaultIfEmpty().Max();
        return releases.Select(From)
            .Where(estimate => GetDaysBetween(estimate.Expected, today) <= Margin && newest < estimate.Expected.AddDays(-EarlyDays))
            .MinBy(estimate => GetDaysBetween(estimate.Expected, today));
    }

    private static int GetDaysBetween(DateOnly one, DateOnly other) => Math.Abs(one.DayNumber - other.DayNumber);
}
