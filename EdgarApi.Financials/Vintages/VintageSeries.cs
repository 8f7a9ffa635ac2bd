using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// The vintages of one measure: those of one concept's series, or of several equivalent ones, since filers go on under another concept and recast
/// earlier periods under it too. Of two in one filing the first series counts.
/// </summary>
internal readonly struct VintageSeries(FactView view, params int[] series)
{
    /// <summary>Whether the filer has none of the concepts.</summary>
    public bool IsEmpty => series.Length == 0;

    /// <summary>The row shown for a period, or -1.</summary>
    public int Select(int start, int end)
    {
        var best = -1;
        foreach (var one in series)
            if (view.Select(one, start, end) is >= 0 and var row && (best < 0 || view.IsShownBefore(row, best))) best = row;
        return best;
    }

    /// <summary>The row shown for an instant, or -1.</summary>
    public int SelectInstant(int end) => view.SelectInstant(series[0], end);

    /// <summary>Every counting vintage of a period, oldest filing first, one a filing.</summary>
    public List<int> Of(int start, int end)
    {
        var rows = view.Vintages(series[0], start, end);
        if (series.Length == 1) return rows;
        var filings = view.Facts.Columns.Filing;
        foreach (var other in series.AsSpan(1))
            rows.AddRange(view.Vintages(other, start, end).FindAll(row => !rows.Exists(known => filings[known] == filings[row])));
        rows.Sort((a, b) => filings[a] - filings[b]);
        return rows;
    }
}
