using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Quarters;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>Finds values of filings for a quarter other than the quarter's own value.</summary>
internal readonly partial struct ConceptFinder
{
    /// <summary>
    /// Adds what filings give for a quarter. That is each reported vintage; for a derived quarter also the difference with the other sign
    /// of a part that was filed with both signs; for a first quarter on another basis the half year less the second quarter of one filing.
    /// </summary>
    /// <param name="quarter">The quarter.</param>
    /// <param name="year">Its fiscal year.</param>
    /// <param name="admitDerived">Whether a derived value may replace a reported one, because only a table in an annual report has
    /// it.</param>
    /// <param name="alternatives">The list to add to.</param>
    public void AddAlternatives(FiscalPeriod quarter, FiscalYear year, bool admitDerived, List<Candidate> alternatives)
    {
        if (_series.IsEmpty) return;
        var reported = GetVintages(quarter.Start.DayNumber, quarter.End.DayNumber);
        foreach (var row in reported) alternatives.Add(Candidate(row)!);
        if (quarter.Quarter == 1)
        {
            AddFirst(year, admitDerived, alternatives);
            return;
        }
        if (QuarterByDifference.Find(this, quarter).Candidate is not { } derived) return;
        if (admitDerived) alternatives.Add(derived);
        if (reported.Count > 0 || derived.Others is not [var only]) return;
        foreach (var row in GetVintages(year.Start, quarter.Start.DayNumber - 1))
            if (Columns.Value[row] == -Columns.Value[only.Row])
                Add(alternatives, Subtract(derived.First.Row, [row], derived.Derivation!));
    }

    private void AddFirst(FiscalYear year, bool admitDerived, List<Candidate> alternatives)
    {
        if (year.Quarter(2) is not { } second) return;
        var halves = GetVintages(year.Start, second.End.DayNumber);
        var seconds = GetVintages(second.Start.DayNumber, second.End.DayNumber);
        if (!admitDerived && !halves.Differ(Columns) && !seconds.Differ(Columns)) return;
        foreach (var half in halves)
            if (seconds.FindFiling(Columns, Columns.Filing[half]) is >= 0 and var part)
                Add(alternatives, Subtract(half, [seconds[part]], year.GetRestOfHalf()));
    }

    private static void Add(List<Candidate> candidates, Candidate? candidate)
    {
        if (candidate is { } found) candidates.Add(found);
    }

    /// <summary>
    /// Adds every vintage of the year to date less every vintage of the time before the quarter, newest first. The caller selects the right
    /// one.
    /// </summary>
    public void AddDifferences(FiscalPeriod quarter, FiscalYear year, List<Candidate> differences)
    {
        if (_series.IsEmpty || quarter.Quarter < 2) return;
        VintageRows whole = GetVintages(year.Start, quarter.End.DayNumber), before = GetVintages(year.Start, quarter.Start.DayNumber - 1);
        for (var i = whole.Count - 1; i >= 0; i--)
            for (var j = before.Count - 1; j >= 0; j--)
                Add(differences, Subtract(whole[i], [before[j]], year.GetDifference(quarter.Quarter)));
    }

    /// <summary>Adds every vintage of the time from the year's start to the quarter's end.</summary>
    public void AddToDate(FiscalYear year, int quarter, List<Candidate> values)
    {
        if (_series.IsEmpty || year.QuarterEnds[quarter - 1] == 0) return;
        foreach (var row in GetVintages(year.Start, year.QuarterEnds[quarter - 1])) values.Add(Candidate(row)!);
    }
}
