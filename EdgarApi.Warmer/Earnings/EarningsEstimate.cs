using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Warming;
using EdgarApi.Warmer.TradingDays;

namespace EdgarApi.Warmer.Earnings;

/// <summary>
/// When a company is expected to report results next. It is an estimate, not an announcement: companies report on the same weekday of the same week as
/// the year before, give or take a week (docs/warming.md has the error).
/// </summary>
/// <param name="Cik">The company.</param>
/// <param name="Ticker">Its main symbol, if it has one.</param>
/// <param name="Expected">The estimated trading day.</param>
/// <param name="BasedOn">The day of last year's report that it follows from.</param>
internal sealed record EarningsEstimate(Cik Cik, string? Ticker, DateOnly Expected, DateOnly BasedOn)
{
    /// <summary>52 weeks: the same weekday.</summary>
    public const int DaysLater = 364;

    /// <summary>An estimated day counts as upcoming from this many days before it until as many after, since most reports are that near to it.</summary>
    public const int Margin = 7;

    /// <summary>A report this many days before the estimated day, or later, is the one that was expected.</summary>
    private const int Early = 14;

    /// <summary>How far back reports are needed for <see cref="Upcoming"/>; the few days more are for holidays.</summary>
    public const int History = DaysLater + Margin + 7;

    public static EarningsEstimate After(EarningsRelease release) =>
        new(release.Cik, release.Ticker, NyseCalendar.OnOrAfter(release.Filed.AddDays(DaysLater)), release.Filed);

    /// <summary>Companies that are about to report, the nearest first; one that already has is none of them.</summary>
    public static IReadOnlyList<EarningsEstimate> Upcoming(IEnumerable<EarningsRelease> releases, DateOnly today) =>
    [
        .. releases.GroupBy(release => release.Cik)
            .Select(company => GetNext([.. company], today)).OfType<EarningsEstimate>()
            .OrderBy(estimate => DaysBetween(estimate.Expected, today)).ThenBy(estimate => estimate.Cik),
    ];

    private static EarningsEstimate? GetNext(IReadOnlyList<EarningsRelease> releases, DateOnly today)
    {
        var newest = releases.Where(release => release.Filed <= today).Select(release => release.Filed).DefaultIfEmpty().Max();
        return releases.Select(After)
            .Where(estimate => DaysBetween(estimate.Expected, today) <= Margin && newest < estimate.Expected.AddDays(-Early))
            .MinBy(estimate => DaysBetween(estimate.Expected, today));
    }

    private static int DaysBetween(DateOnly one, DateOnly other) => Math.Abs(one.DayNumber - other.DayNumber);
}
