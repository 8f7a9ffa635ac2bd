using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Quarters;

/// <summary>Derives a quarter from longer periods: the year to date less the time before the quarter, on one basis.</summary>
internal static class QuarterByDifference
{
    public static readonly RuleDescription Rule = new(
        "quarter-by-difference",
        "A quarter that is not reported is the year to date less the rest of it: same start, same concept, one recast basis.",
        "ASC 270-10-45, Regulation S-X 10-01(c); P&G's operating cash flow of 2025Q2 is 4,825 million, not the half year's 9,127.");

    /// <summary>
    /// The year to date less the time before the quarter, or less the earlier quarters, all on one basis. Otherwise
    /// <see cref="QuarterBeforeRestatement"/> decides.
    /// </summary>
    public static CandidateLookup Find(in ConceptFinder finder, FiscalPeriod period)
    {
        if (finder.Model.Calendar.Year(period.FiscalYear) is not { } year) return CandidateLookup.None;
        if (period.Quarter < 2) return new CandidateLookup(FindFirst(finder, year));
        var whole = finder.GetVintages(year.Start, period.End.DayNumber);
        if (whole.Count == 0) return CandidateLookup.None;
        var shown = finder.FindShown(whole, year.Start, period.End.DayNumber);

        var before = finder.GetVintages(year.Start, period.Start.DayNumber - 1);
        var toDate = year.GetDifference(period.Quarter);
        if (before.Count > 0 && finder.Match(whole, shown, before) is >= 0 and var part)
            return SubtractOrExplain(finder, whole[shown], [part], toDate);

        if (FindEarlierQuarters(finder, year, period.Quarter, whole, shown) is not { } parts || AddUpToAny(finder, parts, before))
        {
            if (before.Count == 0) return CandidateLookup.None;
            var old = QuarterBeforeRestatement.Find(finder, year, period.Quarter, whole, shown, before, toDate);
            return new CandidateLookup(old, ReasonCode.PartNotRestated);
        }
        var quarters = string.Concat(Enumerable.Range(1, parts.Length).Select(q => $" − {year.Label}Q{q}"));
        return SubtractOrExplain(finder, whole[shown], parts, FiscalYear.NameToDate(period.Quarter) + year.Label + quarters);
    }

    /// <summary>The half year less the second quarter of one filing, for a filer whose first quarter has no report on file.</summary>
    private static Candidate? FindFirst(in ConceptFinder finder, FiscalYear year)
    {
        if (year.Quarter(2) is not { } second) return null;
        var halves = finder.GetVintages(year.Start, second.End.DayNumber);
        var seconds = finder.GetVintages(second.Start.DayNumber, second.End.DayNumber);
        for (var i = 0; i < halves.Count; i++)
        {
            var half = halves[finder.Model.Options.Vintage == Vintage.Latest ? halves.Count - 1 - i : i];
            if (seconds.FindFiling(finder.Columns, finder.Columns.Filing[half]) is >= 0 and var part)
                return finder.Subtract(half, [seconds[part]], year.GetRestOfHalf());
        }
        return null;
    }

    /// <summary>The earlier quarters of the year, each on the basis of the longer period shown; null if the basis lacks one.</summary>
    private static int[]? FindEarlierQuarters(in ConceptFinder finder, FiscalYear year, int quarter, VintageRows whole, int shown)
    {
        var parts = new int[quarter - 1];
        for (var q = 1; q < quarter; q++)
        {
            parts[q - 1] = year.Quarter(q) is { } earlier
                ? finder.Match(whole, shown, finder.GetVintages(earlier.Start.DayNumber, earlier.End.DayNumber)) : -1;
            if (parts[q - 1] < 0) return null;
        }
        return parts;
    }

    /// <summary>Whether quarters add up to a vintage of the time before, although no vintage of that time is on the basis.</summary>
    private static bool AddUpToAny(in ConceptFinder finder, int[] quarters, VintageRows before)
    {
        var values = finder.Columns.Value;
        var sum = 0m;
        foreach (var row in quarters) sum += values[row];
        foreach (var row in before)
            if (Restatement.IsSame(values[row], sum)) return true;
        return false;
    }

    private static CandidateLookup SubtractOrExplain(in ConceptFinder finder, int whole, int[] parts, string derivation) =>
        new(finder.Subtract(whole, parts, derivation), ReasonCode.DifferentConcepts);
}
