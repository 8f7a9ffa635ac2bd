using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Quarters;

/// <summary>Derives a quarter from a longer period and its part as both were before the longer one was restated.</summary>
internal static class QuarterBeforeRestatement
{
    public static readonly RuleDescription Rule = new(
        "quarter-before-restatement",
        "If the longer period was restated and its part was not, both count as before if the earlier quarters shown add up to the part.",
        "ASC 250-10-45; P&G and Walmart restate a year for disposals but not its quarters.");

    private const string Suffix = " before the restatement";

    /// <summary>Whether a derivation is one by this rule.</summary>
    public static bool IsDerivation(string derivation) => derivation.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>
    /// The longer period and its part before the longer one was restated, if the earlier quarters shown are on that basis too.
    /// </summary>
    /// <param name="finder">The concept's values.</param>
    /// <param name="year">The fiscal year.</param>
    /// <param name="quarter">The quarter's number, 2 to 4.</param>
    /// <param name="whole">Vintages of the longer period.</param>
    /// <param name="shown">Position of the vintage that is shown.</param>
    /// <param name="before">Vintages of the part.</param>
    /// <param name="derivation">The derivation's text without a restatement.</param>
    public static Candidate? Find(
        in ConceptFinder finder, FiscalYear year, int quarter, VintageRows whole, int shown, VintageRows before, string derivation)
    {
        decimal earlier = 0, rounding = 0;
        for (var q = 1; q < quarter; q++)
        {
            if (year.Quarter(q) is not { } period || finder.Find(period).Candidate is not { } candidate) return null;
            (earlier, rounding) = (earlier + candidate.Value, rounding + finder.GetRounding(candidate.First.Row));
        }
        for (var basis = shown - 1; basis >= 0; basis--)
        {
            if (finder.Match(whole, basis, before) is not (>= 0 and var part)) continue;
            if (Math.Abs(finder.GetValue(part) - earlier) <= rounding + finder.GetRounding(part)
                && IsContinued(finder, year, quarter, whole, basis))
                return finder.Subtract(whole[basis], [part], derivation + Suffix);
        }
        return null;
    }

    /// <summary>Whether the next quarter is computed from this value of the year to date.</summary>
    private static bool IsContinued(in ConceptFinder finder, FiscalYear year, int quarter, VintageRows toDate, int basis)
    {
        if (quarter == 4 || year.QuarterEnds[quarter] == 0) return true;
        var next = finder.GetVintages(year.Start, year.QuarterEnds[quarter]);
        if (next.Count == 0) return true;
        var used = finder.Match(next, finder.FindShown(next, year.Start, year.QuarterEnds[quarter]), toDate);
        return used < 0 || Restatement.IsSame(finder.Columns.Value[used], finder.Columns.Value[toDate[basis]]);
    }
}
