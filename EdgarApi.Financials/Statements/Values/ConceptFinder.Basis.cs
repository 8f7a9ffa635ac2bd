using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>What other figures tell about the basis of two vintages.</summary>
internal readonly partial struct ConceptFinder
{
    /// <summary>
    /// Whether a part filed later is of a longer period's basis all the same: the longer one's filing gives the rest of it as their very difference, or the
    /// part is what had been restated of it by then and what has been added since.
    /// </summary>
    private bool AreOfOneBasis(int whole, int part) => GivesDifference(whole, part) || ContinuesRestated(whole, part);

    private bool GivesDifference(int whole, int part)
    {
        var columns = Columns;
        return Vintages(columns.End[part] + 1, columns.End[whole]).Exists(rest =>
            columns.Filing[rest] == columns.Filing[whole] && Restatement.IsSame(columns.Value[rest], columns.Value[whole] - columns.Value[part]));
    }

    private bool ContinuesRestated(int whole, int part)
    {
        var columns = Columns;
        var (start, end) = (columns.Start[part], columns.End[part]);
        var series = _model.Facts.Series[_model.Facts.SeriesOf(part)];
        for (var added = series.First; added < series.End; added++)
        {
            if (columns.Filing[added] != columns.Filing[part] || columns.End[added] != end || columns.Start[added] == FactColumns.Instant || columns.Start[added] <= start + FactView.Tolerance) continue;
            var known = Vintages(start, columns.Start[added] - 1).FindAll(row => columns.Filing[row] <= columns.Filing[whole]);
            if (known.Count > 1 && columns.Value[known[^1]] + columns.Value[added] == columns.Value[part] && !Restatement.IsSame(columns.Value[known[0]], columns.Value[known[^1]])) return true;
        }
        return false;
    }
}
