using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// Pairs vintages of two overlapping periods (a year and its nine months) that may be subtracted. Filers recast earlier periods at
/// different times, for example after a disposal: the year in the next annual report, its nine months in the next third quarter's report.
/// </summary>
internal static class RecastBasis
{
    public static readonly RuleDescription Rule = new(
        "recast-basis",
        "Only vintages of one recast basis are subtracted: of the year and its nine months those that were restated together.",
        "ASC 205-20-45-3, ASC 250-10-45; P&G's year 2014 was recast to 74,401 million, its quarters first filed sum to 80,510.");

    /// <summary>
    /// Finds the vintage of <paramref name="part"/> on the basis of the vintage of <paramref name="whole"/> that is shown; -1 if not found.
    /// Both lists run oldest first.
    /// </summary>
    /// <param name="columns">The columns of the rows.</param>
    /// <param name="whole">Vintages of the longer period.</param>
    /// <param name="shown">Position in <paramref name="whole"/> of the vintage that is used.</param>
    /// <param name="part">Vintages of the shorter period.</param>
    /// <param name="filings">What else the filings tell.</param>
    public static int Match<T>(FactColumns columns, VintageRows whole, int shown, VintageRows part, in T filings) where T : IRecastFilings
    {
        if (part.Count == 0) return -1;
        var value = columns.Value[whole[shown]];
        // The run of filings that agree on the value shown.
        int first = FindRunStart(columns, whole, shown), last = shown;
        while (last + 1 < whole.Count && Restatement.IsSame(columns.Value[whole[last + 1]], value)) last++;
        int until = columns.Filing[whole[last]];
        if (first == 0)
        {
            // Amendments correct earlier periods. What they do not change was right.
            for (var i = part.Count - 1; last + 1 == whole.Count && i >= 0; i--)
            {
                if (!filings.IsAmendment(columns.Filing[part[i]])) continue;
                until = Math.Max(until, columns.Filing[part[i]]);
                break;
            }
            // A part that was first filed after the restatement has the later basis.
            return NewestBy(columns, part, until, orOldest: last + 1 == whole.Count);
        }

        var restatedBy = columns.Filing[whole[first]];
        var ceiling = last + 1 < whole.Count ? columns.Filing[whole[last + 1]] - 1 : int.MaxValue;
        var newest = NewestBy(columns, part, ceiling);
        if (newest >= 0 && columns.Filing[newest] >= restatedBy) return newest;

        // An interim report may recast the part ahead of the annual report. Then the part differs from the one beside the year's earlier
        // value.
        var before = NewestBy(columns, part, columns.Filing[whole[first - 1]], orOldest: false);
        if (newest >= 0 && before < 0) return newest;
        var isRecastAhead = newest >= 0 && !Restatement.IsSame(columns.Value[newest], columns.Value[before])
            && !filings.HaveOneBasis(whole[FindRunStart(columns, whole, first - 1)], newest);
        return isRecastAhead ? newest : -1;
    }

    /// <summary>
    /// Whether a part that was filed later has the basis of a longer period. It has if the longer period's filing gives exactly the
    /// difference for the rest, or if the part is the sum of what had been restated by then and what has been added since.
    /// </summary>
    /// <param name="facts">The facts.</param>
    /// <param name="series">The measure of both periods.</param>
    /// <param name="whole">The row of the longer period.</param>
    /// <param name="part">The row of the part.</param>
    public static bool HaveOneBasis(CompanyFacts facts, in VintageSeries series, int whole, int part) =>
        GivesDifference(facts.Columns, series, whole, part) || ContinuesRestated(facts, series, whole, part);

    private static bool GivesDifference(FactColumns columns, in VintageSeries series, int whole, int part)
    {
        var rests = series.GetVintages(columns.End[part] + 1, columns.End[whole]);
        return rests.FindFiling(columns, columns.Filing[whole]) is >= 0 and var rest
            && Restatement.IsSame(columns.Value[rests[rest]], columns.Value[whole] - columns.Value[part]);
    }

    private static bool ContinuesRestated(CompanyFacts facts, in VintageSeries vintages, int whole, int part)
    {
        var columns = facts.Columns;
        var (start, end) = (columns.Start[part], columns.End[part]);
        var series = facts.Series[facts.GetSeries(part)];
        for (var added = series.First; added < series.End; added++)
        {
            if (columns.Filing[added] != columns.Filing[part] || columns.End[added] != end) continue;
            if (columns.Start[added] == FactColumns.Instant || columns.Start[added] <= start + FactView.Tolerance) continue;
            var known = vintages.GetVintages(start, columns.Start[added] - 1);
            var newest = known.FindLastUpTo(columns, columns.Filing[whole]);
            if (newest < 1 || columns.Value[known[newest]] + columns.Value[added] != columns.Value[part]) continue;
            if (!Restatement.IsSame(columns.Value[known[0]], columns.Value[known[newest]])) return true;
        }
        return false;
    }

    /// <summary>The position of the first of the successive vintages that agree with one.</summary>
    private static int FindRunStart(FactColumns columns, VintageRows vintages, int position)
    {
        var first = position;
        while (first > 0 && Restatement.IsSame(columns.Value[vintages[first - 1]], columns.Value[vintages[position]])) first--;
        return first;
    }

    /// <summary>The newest vintage up to a filing; if all were filed later, the oldest one.</summary>
    private static int NewestBy(FactColumns columns, VintageRows vintages, int filing, bool orOldest = true)
    {
        var last = vintages.FindLastUpTo(columns, filing);
        return last >= 0 ? vintages[last] : orOldest ? vintages[0] : -1;
    }
}

/// <summary>What filings tell about the bases of their figures, besides the vintages themselves.</summary>
internal interface IRecastFilings
{
    /// <summary>Whether a filing corrects an earlier one.</summary>
    bool IsAmendment(int filing);

    /// <summary>Whether other figures show that a vintage of the longer period and one of the part have one basis.</summary>
    bool HaveOneBasis(int whole, int part);
}
