using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Checks;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>Quarters derived from longer periods: the year to date less the time before the quarter, on one basis.</summary>
internal readonly partial struct ConceptFinder
{
    public static readonly RuleDescription QuarterRule = new(
        "quarter-by-difference",
        "A quarter that is not reported is the year to date less the rest of it: same start, same concept, one recast basis.",
        "ASC 270-10-45, Regulation S-X 10-01(c); P&G's operating cash flow of 2025Q2 is 4,825 million, not the half year's 9,127.");

    public static readonly RuleDescription RestatedQuarterRule = new(
        "restated-quarter",
        "A reported quarter gives way if the longer period and its rest were both restated after the quarter's last mention.",
        "ASC 250-10-45-23.");

    public static readonly RuleDescription BeforeRestatementRule = new(
        "quarter-before-restatement",
        "If the longer period was restated and its part was not, both count as before if the earlier quarters shown add up to the part.",
        "ASC 250-10-45; P&G and Walmart restate a year for disposals but not its quarters.");

    /// <summary>The end of a derivation whose pieces are those before a restatement of the longer one.</summary>
    public const string Before = " before the restatement";

    /// <summary>
    /// The quarter as restated: the year to date (for a first quarter, the half year) less the rest of it, if both were restated after the
    /// quarter's last mention; otherwise null.
    /// </summary>
    private Candidate? AfterRestatement(FiscalPeriod period, Candidate reported)
    {
        if (_model.Options.Vintage == Vintage.Original || _model.Calendar.Year(period.FiscalYear) is not { } year) return null;
        var (end, rest) = period.Quarter == 1
            ? (year.QuarterEnds[1], year.Quarter(2) is { } second ? (second.Start.DayNumber, second.End.DayNumber) : (0, 0))
            : (period.End.DayNumber, (year.Start, period.Start.DayNumber - 1));
        if (end == 0 || rest.Item1 == 0) return null;
        if (FindRestated(year.Start, end, reported) is not { } whole || FindRestated(rest.Item1, rest.Item2, reported) is not { } part)
            return null;
        var derivation = period.Quarter == 1 ? year.GetRestOfHalf() : year.GetDifference(period.Quarter);
        if (Subtract(whole, [part], derivation + " as restated") is not { } restated || Restatement.IsSame(restated.Value, reported.Value))
            return null;
        // A difference within the rounding of the three amounts is no restatement of the quarter.
        var rounding = Math.Min(
            Rounding(whole) + Rounding(part) + Rounding(reported.First.Row), Thresholds.MostRounding * Math.Abs(reported.Value));
        return Math.Abs(restated.Value - reported.Value) <= rounding ? null : restated;
    }

    /// <summary>The row shown for a period, if it was restated after the quarter was reported.</summary>
    private int? FindRestated(int start, int end, Candidate reported)
    {
        var columns = Columns;
        var filing = columns.Filing[reported.First.Row];
        var shown = _series.Select(start, end);
        if (shown < 0 || columns.Filing[shown] <= filing) return null;
        var vintages = Vintages(start, end);
        var known = vintages.FindLastUpTo(columns, filing);
        return known < 0 || Restatement.IsSame(columns.Value[shown], columns.Value[vintages[known]]) ? null : shown;
    }

    /// <summary>The year to date less the time before the quarter, both from the same start and on one basis.</summary>
    private CandidateLookup Quarter(FiscalPeriod period)
    {
        if (_model.Calendar.Year(period.FiscalYear) is not { } year) return CandidateLookup.None;
        if (period.Quarter < 2) return new CandidateLookup(FirstQuarter(year));
        var whole = Vintages(year.Start, period.End.DayNumber);
        if (whole.Count == 0) return CandidateLookup.None;
        var shown = Shown(whole, year.Start, period.End.DayNumber);

        var before = Vintages(year.Start, period.Start.DayNumber - 1);
        var toDate = year.GetDifference(period.Quarter);
        if (before.Count > 0 && Match(whole, shown, before) is >= 0 and var part) return SubtractOrExplain(whole[shown], [part], toDate);

        if (FindEarlierQuarters(year, period.Quarter, whole, shown) is not { } parts || AddUpToAny(parts, before))
        {
            return before.Count == 0 ? CandidateLookup.None
                : new CandidateLookup(BeforeRestatement(year, period.Quarter, whole, shown, before, toDate), ReasonCode.PartNotRestated);
        }
        var quarters = string.Concat(Enumerable.Range(1, parts.Length).Select(q => $" − {year.Label}Q{q}"));
        return SubtractOrExplain(whole[shown], parts, FiscalYear.NameToDate(period.Quarter) + year.Label + quarters);
    }

    /// <summary>The half year less the second quarter of one filing, for a filer whose first quarter has no report on file.</summary>
    private Candidate? FirstQuarter(FiscalYear year)
    {
        if (year.Quarter(2) is not { } second) return null;
        VintageRows halves = Vintages(year.Start, second.End.DayNumber), seconds = Vintages(second.Start.DayNumber, second.End.DayNumber);
        for (var i = 0; i < halves.Count; i++)
        {
            var half = halves[_model.Options.Vintage == Vintage.Latest ? halves.Count - 1 - i : i];
            if (seconds.FindFiling(Columns, Columns.Filing[half]) is >= 0 and var part)
                return Subtract(half, [seconds[part]], year.GetRestOfHalf());
        }
        return null;
    }

    /// <summary>The earlier quarters of the year, each on the basis of the longer period shown; null if the basis lacks one.</summary>
    private int[]? FindEarlierQuarters(FiscalYear year, int quarter, VintageRows whole, int shown)
    {
        var parts = new int[quarter - 1];
        for (var q = 1; q < quarter; q++)
        {
            parts[q - 1] = year.Quarter(q) is { } earlier
                ? Match(whole, shown, Vintages(earlier.Start.DayNumber, earlier.End.DayNumber)) : -1;
            if (parts[q - 1] < 0) return null;
        }
        return parts;
    }

    /// <summary>Whether quarters add up to a vintage of the time before, although no vintage of that time is on the basis.</summary>
    private bool AddUpToAny(int[] quarters, VintageRows before)
    {
        var values = Columns.Value;
        var sum = 0m;
        foreach (var row in quarters) sum += values[row];
        foreach (var row in before)
            if (Restatement.IsSame(values[row], sum)) return true;
        return false;
    }

    private CandidateLookup SubtractOrExplain(int whole, int[] parts, string derivation) =>
        new(Subtract(whole, parts, derivation), ReasonCode.DifferentConcepts);

    /// <summary>
    /// The longer period and its part before the longer one was restated, if the earlier quarters shown are on that basis too.
    /// </summary>
    private Candidate? BeforeRestatement(
        FiscalYear year, int quarter, VintageRows whole, int shown, VintageRows before, string derivation)
    {
        decimal earlier = 0, rounding = 0;
        for (var q = 1; q < quarter; q++)
        {
            if (year.Quarter(q) is not { } period || Find(period).Candidate is not { } candidate) return null;
            (earlier, rounding) = (earlier + candidate.Value, rounding + Rounding(candidate.First.Row));
        }
        for (var basis = shown - 1; basis >= 0; basis--)
        {
            if (Match(whole, basis, before) is not (>= 0 and var part)) continue;
            if (Math.Abs(Value(part) - earlier) <= rounding + Rounding(part) && IsContinued(year, quarter, whole, basis))
                return Subtract(whole[basis], [part], derivation + Before);
        }
        return null;
    }

    private decimal Rounding(int row) =>
        new RoundingUnits(_model.Precision).GetTolerance(_model.Facts.Filings[Columns.Filing[row]].AccessionText, Columns.Value[row]);

    /// <summary>Whether the next quarter is computed from this value of the year to date.</summary>
    private bool IsContinued(FiscalYear year, int quarter, VintageRows toDate, int basis)
    {
        if (quarter == 4 || year.QuarterEnds[quarter] == 0) return true;
        var next = Vintages(year.Start, year.QuarterEnds[quarter]);
        if (next.Count == 0) return true;
        var used = Match(next, Shown(next, year.Start, year.QuarterEnds[quarter]), toDate);
        return used < 0 || Restatement.IsSame(Columns.Value[used], Columns.Value[toDate[basis]]);
    }

    /// <summary>The filings that a quarter is derived from; null unless it is one longer period less one shorter period.</summary>
    public StatementBasis? GetBasis(Candidate? quarter)
    {
        if (quarter is not { Others: [var part], First: var whole, Derivation: { } derivation }) return null;
        return new StatementBasis(
            Columns.Filing[whole.Row], Columns.Filing[part.Row], derivation, derivation.EndsWith(Before, StringComparison.Ordinal),
            IsRestated(whole.Row) && IsRestated(part.Row));
    }

    private bool IsRestated(int row)
    {
        var columns = Columns;
        return Vintages(columns.Start[row], columns.End[row]).AnyDiffersFrom(columns, columns.Value[row]);
    }

    /// <summary>
    /// A quarter on the basis of the statement's leading value, if that is on one side of a restatement and the quarter's own is not.
    /// </summary>
    private CandidateLookup QuarterOn(StatementBasis basis, FiscalPeriod period)
    {
        if (basis.IsBeforeRestatement && SubtractOn(basis, period) is { } before) return new CandidateLookup(before);
        var (own, reason) = Quarter(period);
        if (basis.IsBeforeRestatement && own?.Filing(_model) > basis.WholeFiling)
            return CandidateLookup.Missing(ReasonCode.PartNotRestated);
        var isOnBasis = own is { Derivation: { } derivation } && !derivation.EndsWith(Before, StringComparison.Ordinal);
        return new CandidateLookup(basis.AreBothRestated && !isOnBasis ? SubtractOn(basis, period) ?? own : own, reason);
    }

    /// <summary>The year to date less the time before the quarter, both from the filings of the statement's leading value.</summary>
    private Candidate? SubtractOn(StatementBasis basis, FiscalPeriod period)
    {
        if (period.Quarter < 2 || _model.Calendar.Year(period.FiscalYear) is not { } year) return null;
        VintageRows whole = Vintages(year.Start, period.End.DayNumber), before = Vintages(year.Start, period.Start.DayNumber - 1);
        int first = whole.FindFiling(Columns, basis.WholeFiling), second = before.FindFiling(Columns, basis.PartFiling);
        return first < 0 || second < 0 ? null : Subtract(whole[first], [before[second]], basis.Derivation);
    }
}
