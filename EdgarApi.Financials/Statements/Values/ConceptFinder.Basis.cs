using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>Compares the bases of two vintages by other figures of their filings.</summary>
internal readonly partial struct ConceptFinder
{
    /// <summary>
    /// Whether a part that was filed later has the basis of a longer period. It has if the longer period's filing gives exactly the
    /// difference for the rest, or if the part is the sum of what had been restated by then and what has been added since.
    /// </summary>
    public bool HaveOneBasis(int whole, int part) => GivesDifference(whole, part) || ContinuesRestated(whole, part);

    public bool IsAmendment(int filing) => _model.View.IsAmendment(filing);

    private bool GivesDifference(int whole, int part)
    {
        var columns = Columns;
        var rests = Vintages(columns.End[part] + 1, columns.End[whole]);
        return rests.FindFiling(columns, columns.Filing[whole]) is >= 0 and var rest
            && Restatement.IsSame(columns.Value[rests[rest]], columns.Value[whole] - columns.Value[part]);
    }

    private bool ContinuesRestated(int whole, int part)
    {
        var columns = Columns;
        var (start, end) = (columns.Start[part], columns.End[part]);
        var series = _model.Facts.Series[_model.Facts.GetSeries(part)];
        for (var added = series.First; added < series.End; added++)
        {
            if (columns.Filing[added] != columns.Filing[part] || columns.End[added] != end) continue;
            if (columns.Start[added] == FactColumns.Instant || columns.Start[added] <= start + FactView.Tolerance) continue;
            var known = Vintages(start, columns.Start[added] - 1);
            var newest = known.FindLastUpTo(columns, columns.Filing[whole]);
            if (newest < 1 || columns.Value[known[newest]] + columns.Value[added] != columns.Value[part]) continue;
            if (!Restatement.IsSame(columns.Value[known[0]], columns.Value[known[newest]])) return true;
        }
        return false;
    }
}
