using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.FiscalCalendar;

/// <summary>
/// Finds a company's fiscal years and quarters from the periods that its reports cover. Calendar months and the tags <c>fp</c> and
/// <c>frame</c> do not show them. Each annual report's newest year is an anchor; comparatives continue the chain before the first one.
/// </summary>
internal sealed class FiscalCalendarBuilder
{
    public static readonly RuleDescription Rule = new(
        "fiscal-calendar",
        "Fiscal years and quarters are the periods that annual reports cover in amounts, and those that start with the year.",
        "Regulation S-X 3-06; frame and fp of company facts describe filings, Costco has quarters of 12 and 16 weeks.");

    private const int Near = Thresholds.SameQuarterEndDays;

    private readonly FactView _view;

    /// <summary>Durations in periodic reports, with their numbers of rows.</summary>
    private readonly List<KeyValuePair<DayRange, int>> _durations;

    /// <summary>Years in annual reports and recasts, with their numbers of rows.</summary>
    private readonly List<KeyValuePair<DayRange, int>> _annual;

    /// <summary>Years, and first years, in annual reports, with the numbers of rows by the report's position among the filings.</summary>
    private readonly List<(DayRange Period, int[] Rows)> _byAnnualReport;

    private FiscalCalendarBuilder(FactView view)
    {
        _view = view;
        var counted = DurationCounts.Count(view);
        _durations = [.. counted.Select(duration => KeyValuePair.Create(duration.Period, duration.Rows))];
        _annual = [.. counted.Where(duration => duration.AnnualRows > 0 && IsYear(duration.Period))
            .Select(duration => KeyValuePair.Create(duration.Period, duration.AnnualRows))];
        _byAnnualReport = [.. counted.Where(duration => duration.ByAnnualReport is not null)
            .Select(duration => (duration.Period, duration.ByAnnualReport!))];
    }

    public static CompanyCalendar Build(FactView view)
    {
        var builder = new FiscalCalendarBuilder(view);
        var anchors = builder.FindAnchors();
        var years = builder.Chain(anchors);
        FiscalLabels.Assign(years, anchors);
        builder.AddCurrentYear(years);
        builder.AddYearsWithoutReport(years);
        return new CompanyCalendar([.. years.Select(builder.WithQuarters)]);
    }

    /// <summary>The newest year of each annual report, oldest first, with the report's own <c>fy</c>.</summary>
    private List<YearAnchor> FindAnchors()
    {
        var anchors = new SortedDictionary<int, YearAnchor>();
        for (var filing = 0; filing < _view.Facts.Filings.Length; filing++)
        {
            if (_view.Roles[filing] != FilingRole.Annual) continue;
            var own = _byAnnualReport.Where(duration => duration.Rows[filing] > 0)
                .Select(duration => KeyValuePair.Create(duration.Period, duration.Rows[filing])).ToList();
            var years = own.FindAll(pair => IsYear(pair.Key));
            var most = years.Count == 0 ? 0 : years.Max(pair => pair.Value);
            // Only the first report, of a company founded within the year, may cover less than a year. A stray row may cover a whole one.
            if (anchors.Count == 0 && own.FindAll(pair => PeriodLength.IsFirstYear(pair.Key.Days)) is { Count: > 0 } shorter
                && shorter.Max(pair => pair.Value) is var rows && rows > most * Thresholds.NewestYearOneIn) (years, most) = (shorter, rows);
            if (years.Count == 0) continue;
            var newest = years.Where(pair => pair.Value * Thresholds.NewestYearOneIn >= most).MaxBy(pair => (pair.Key.End, pair.Value)).Key;
            var report = _view.Facts.Filings[filing];
            var key = anchors.Keys.FirstOrDefault(end => Math.Abs(end - newest.End) <= Near, newest.End);
            // The original report names the year; an amendment does only without an original.
            if (anchors.TryGetValue(key, out var known)
                && (known.FiscalYear is not null || PeriodicReports.IsAmendment(report.Form))) continue;
            anchors[key] = new YearAnchor(newest.Start, newest.End, report.FiscalYear);
        }
        return [.. anchors.Values];
    }

    /// <summary>Chains years from the newest anchor backwards, each ending where the next begins, and returns them oldest first.</summary>
    private List<FiscalYear> Chain(List<YearAnchor> anchors)
    {
        var years = new List<FiscalYear>();
        if (anchors.Count == 0) return years;
        var current = Reported(new(anchors[^1].Start, anchors[^1].End));
        years.Add(current);
        while (Before(current, anchors) is { } earlier)
        {
            if (current.Start - earlier.End - 1 is > Near and < Thresholds.ShortestYear
                && FindTransition(earlier.End + 1, current.Start - 1) is { } transition) years.Add(transition);
            years.Add(current = earlier);
        }
        years.Reverse();
        for (var i = 1; i < years.Count; i++)
        {
            // Some filers date the first day of a year as the last day of the year before.
            var start = years[i - 1].End + 1;
            if (Math.Abs(years[i].Start - start) <= FactView.Tolerance) years[i] = years[i] with { Start = start };
        }
        return years;
    }

    private FiscalYear? Before(FiscalYear current, List<YearAnchor> anchors)
    {
        var end = current.Start - 1;
        var adjoining = _annual.Where(pair => Math.Abs(pair.Key.End - end) <= Near).ToList();
        var anchor = anchors.LastOrDefault(a => a.End <= end + Near);
        // A few stray rows (a pension's measurement year) are not a year unless an annual report covers it.
        adjoining.RemoveAll(pair =>
            pair.Value < Thresholds.FewestRowsOfPeriod && (anchor is null || pair.Key != new DayRange(anchor.Start, anchor.End)));
        if (adjoining.Count > 0) return Reported(adjoining.MaxBy(pair => (pair.Value, pair.Key.Start)).Key);
        return anchor is null ? null : Reported(new(anchor.Start, anchor.End));
    }

    private FiscalYear? FindTransition(int start, int end)
    {
        var candidates = _durations
            .Where(pair => Math.Abs(pair.Key.Start - start) <= Near && Math.Abs(pair.Key.End - end) <= Near).ToList();
        if (candidates.Count == 0) return null;
        var found = candidates.MaxBy(pair => pair.Value).Key;
        return new FiscalYear(0, found.Start, found.End, IsReported: true, IsTransition: true);
    }

    /// <summary>Adds the year that quarterly reports have begun and no annual report covers yet.</summary>
    private void AddCurrentYear(List<FiscalYear> years)
    {
        var last = years.Count > 0 ? years[^1] : null;
        var later = _durations.Where(pair => pair.Key.End > (last?.End ?? 0) + Near && pair.Value >= Thresholds.FewestRowsOfPeriod
            && pair.Key.Days is >= Thresholds.ShortestQuarter and <= Thresholds.LongestNineMonths).ToList();
        if (later.Count == 0) return;
        int start;
        if (last is not null)
        {
            start = last.End + 1;
            if (!later.Exists(pair => Math.Abs(pair.Key.Start - start) <= Near)) return;
        }
        else
        {
            var newest = later.Max(pair => pair.Key.End);
            start = later.Where(pair => newest - pair.Key.End <= Near).Min(pair => pair.Key.Start);
        }
        var end = DateOnly.FromDayNumber(start).AddYears(1).DayNumber - 1;
        var label = last is not null ? last.Label + 1 : FiscalLabels.FromInterimReports(_view) ?? DateOnly.FromDayNumber(end).Year;
        years.Add(new FiscalYear(label, start, end, IsReported: false, IsTransition: false));
    }

    /// <summary>
    /// Adds the years before a known one that quarterly reports cover and no annual report does, each ending where the next begins.
    /// </summary>
    private void AddYearsWithoutReport(List<FiscalYear> years)
    {
        for (var i = years.Count - 1; i >= 0; i--)
        {
            var (next, before) = (years[i], i > 0 ? years[i - 1] : null);
            if (next.IsTransition || before?.IsTransition == true || FindYearWithoutReport(next, before) is not { } found) continue;
            years.Insert(i, found);
            i++;
        }
    }

    private FiscalYear? FindYearWithoutReport(FiscalYear next, FiscalYear? before)
    {
        var start = DateOnly.FromDayNumber(next.Start).AddYears(-1).DayNumber;
        if (before is not null && (before.End >= start - Near || before.Label >= next.Label - 1)) return null;
        var covered = _durations.Where(pair => pair.Value >= Thresholds.FewestRowsOfPeriod
            && Math.Abs(pair.Key.Start - start) <= Thresholds.SameDayOfYearDays && pair.Key.Start > (before?.End ?? 0)
            && pair.Key.End < next.Start && pair.Key.Days is >= Thresholds.ShortestQuarter and <= Thresholds.LongestNineMonths).ToList();
        if (covered.Count == 0) return null;
        return new FiscalYear(
            next.Label - 1, covered.MaxBy(pair => pair.Value).Key.Start, next.Start - 1, IsReported: false, IsTransition: false);
    }

    private FiscalYear WithQuarters(FiscalYear year)
    {
        if (year.IsTransition) return year;
        var ends = new int[4];
        var limit = year.IsReported ? year.End : year.Start + Thresholds.LongestYear;
        ends[0] = MostCommonEnd(year, limit, (Thresholds.ShortestQuarter, Thresholds.LongestQuarter), 0);
        ends[1] = MostCommonEnd(year, limit, (Thresholds.ShortestHalfYear, Thresholds.LongestHalfYear), ends[0]);
        if (ends[0] == 0 && ends[1] != 0) ends[0] = EndBeforeQuarter(ends[1]);
        ends[2] = MostCommonEnd(year, limit, (Thresholds.ShortestNineMonths, Thresholds.LongestNineMonths), ends[1]);
        if (ends[1] == 0 && ends[2] != 0) ends[1] = EndBeforeQuarter(ends[2]);
        if (year.IsReported && ends[2] == 0) ends[2] = EndBeforeQuarter(year.End);
        if (year.IsReported) ends[3] = year.End;
        return year with { QuarterEnds = ends };
    }

    /// <summary>
    /// The end with the most rows, of periods of this length since the year's start and of the quarter after the one before.
    /// </summary>
    private int MostCommonEnd(FiscalYear year, int limit, (int Min, int Max) days, int quarterBefore)
    {
        int best = 0, most = 0;
        foreach (var (period, count) in _durations)
        {
            if (period.End > limit - Thresholds.ShortestLastQuarter && year.IsReported || period.End > limit) continue;
            var elapsed = period.End - year.Start + 1;
            if (elapsed < days.Min || elapsed > days.Max) continue;
            var sinceStart = Math.Abs(period.Start - year.Start) <= FactView.Tolerance;
            var ownQuarter = quarterBefore != 0 && Math.Abs(period.Start - quarterBefore - 1) <= FactView.Tolerance;
            if (!sinceStart && !ownQuarter) continue;
            if (count > most || count == most && period.End > best) (best, most) = (period.End, count);
        }
        return best;
    }

    private int EndBeforeQuarter(int end)
    {
        var quarters = _durations
            .Where(pair => Math.Abs(pair.Key.End - end) <= FactView.Tolerance && PeriodLength.IsQuarter(pair.Key.Days)).ToList();
        return quarters.Count == 0 ? 0 : quarters.MaxBy(pair => (pair.Value, pair.Key.Start)).Key.Start - 1;
    }

    private static FiscalYear Reported(DayRange period) =>
        new(0, period.Start, period.End, IsReported: true, IsTransition: false);

    private static bool IsYear(DayRange period) => PeriodLength.IsYear(period.Days);
}

/// <summary>The newest year of one annual report.</summary>
internal sealed record YearAnchor(int Start, int End, int? FiscalYear);
