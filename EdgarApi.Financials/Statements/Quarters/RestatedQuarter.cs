using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Quarters;

/// <summary>Replaces a reported quarter that no filing gives as restated.</summary>
internal static class RestatedQuarter
{
    public static readonly RuleDescription Rule = new(
        "restated-quarter",
        "A reported quarter gives way if the longer period and its rest were both restated after the quarter's last mention.",
        "ASC 250-10-45-23.");

    /// <summary>
    /// The quarter as restated: the year to date (for a first quarter, the half year) less the rest of it, if both were restated after the
    /// quarter's last mention; otherwise null.
    /// </summary>
    public static Candidate? Find(in ConceptFinder finder, FiscalPeriod period, Candidate reported)
    {
        var model = finder.Model;
        if (model.Options.Vintage == Vintage.Original || model.Calendar.Year(period.FiscalYear) is not { } year) return null;
        var (end, rest) = period.Quarter == 1
            ? (year.QuarterEnds[1], year.Quarter(2) is { } second ? (second.Start.DayNumber, second.End.DayNumber) : (0, 0))
            : (period.End.DayNumber, (year.Start, period.Start.DayNumber - 1));
        if (end == 0 || rest.Item1 == 0) return null;
        if (FindRestated(finder, year.Start, end, reported) is not { } whole
            || FindRestated(finder, rest.Item1, rest.Item2, reported) is not { } part) return null;
        var derivation = period.Quarter == 1 ? year.GetRestOfHalf() : year.GetDifference(period.Quarter);
        if (finder.Subtract(whole, [part], derivation + " as restated") is not { } restated) return null;
        return Restatement.IsSame(restated.Value, reported.Value) || IsRounding(finder, restated.Value, whole, part, reported)
            ? null : restated;
    }

    /// <summary>The row shown for a period, if it was restated after the quarter was reported.</summary>
    private static int? FindRestated(in ConceptFinder finder, int start, int end, Candidate reported)
    {
        var columns = finder.Columns;
        var filing = columns.Filing[reported.First.Row];
        var shown = finder.Select(start, end);
        if (shown < 0 || columns.Filing[shown] <= filing) return null;
        var vintages = finder.GetVintages(start, end);
        var known = vintages.FindLastUpTo(columns, filing);
        return known < 0 || Restatement.IsSame(columns.Value[shown], columns.Value[vintages[known]]) ? null : shown;
    }

    /// <summary>Whether a difference is within the rounding of the three amounts: that is no restatement of the quarter.</summary>
    private static bool IsRounding(in ConceptFinder finder, decimal restated, int whole, int part, Candidate reported)
    {
        var rounding = finder.GetRounding(whole) + finder.GetRounding(part) + finder.GetRounding(reported.First.Row);
        return Math.Abs(restated - reported.Value) <= Math.Min(rounding, Thresholds.MostRounding * Math.Abs(reported.Value));
    }
}
