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
    private bool HaveOneBasis(int whole, int part) => GivesDifference(whole, part) || ContinuesRestated(whole, part);

    private bool GivesDifference(int whole, int part)
    {
        var columns = Columns;
        return Vintages(columns.End[part] + 1, columns.End[whole]).Exists(rest =>
            columns.Filing[rest] == columns.Filing[whole]
                && Restatement.IsSame(columns.Value[rest], columns.Value[whole] - columns.Value[part]));
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
            var known = Vintages(start, columns.Start[added] - 1).FindAll(row => columns.Filing[row] <= columns.Filing[whole]);
            if (known.Count < 2 || columns.Value[known[^1]] + columns.Value[added] != columns.Value[part]) continue;
            if (!Restatement.IsSame(columns.Value[known[0]], columns.Value[known[^1]])) return true;
        }
        return false;
    }
}
