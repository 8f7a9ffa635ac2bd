using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// The vintages of one measure: those of one concept's series, or of several equivalent ones, because filers continue under another concept
/// and recast earlier periods under it. If one filing has two of them, the first series counts.
/// </summary>
internal readonly struct VintageSeries
{
    private readonly FactView _view;

    /// <summary>The first series; -1 without a series.</summary>
    private readonly int _first;

    /// <summary>The other series; null with fewer than two.</summary>
    private readonly int[]? _others;

    /// <summary>Rows that do not count for the measure.</summary>
    private readonly HashSet<int>? _without;

    public VintageSeries(FactView view, int series, HashSet<int>? without = null) =>
        (_view, _first, _without) = (view, series, without is { Count: > 0 } ? without : null);

    /// <param name="view">The facts that count.</param>
    /// <param name="series">Series in order of preference; those that the filer lacks are -1.</param>
    public VintageSeries(FactView view, ReadOnlySpan<int> series)
    {
        (_view, _first) = (view, -1);
        foreach (var one in series)
        {
            if (one < 0) continue;
            if (_first < 0) _first = one;
            else _others = [.. _others ?? [], one];
        }
    }

    /// <summary>Whether the filer reports no concept of the list.</summary>
    public bool IsEmpty => _first < 0;

    /// <summary>The row shown for a period, or -1.</summary>
    public int Select(int start, int end)
    {
        if (_without is not null) return SelectWithout(_without, start, end);
        var best = _view.Select(_first, start, end);
        if (_others is null) return best;
        foreach (var other in _others)
            if (_view.Select(other, start, end) is >= 0 and var row && (best < 0 || _view.IsShownBefore(row, best))) best = row;
        return best;
    }

    private int SelectWithout(HashSet<int> rows, int start, int end)
    {
        if (_view.Select(_first, start, end) is var shown && !rows.Contains(shown)) return shown;
        var others = GetVintages(start, end);
        return others.Count == 0 ? -1 : others[_view.Vintage == Vintage.Latest ? others.Count - 1 : 0];
    }

    /// <summary>The row shown for an instant, or -1; see <see cref="FactView.SelectInstant"/>.</summary>
    public int SelectInstant(int end, bool orBeforeRestatement) => _view.SelectInstant(_first, end, orBeforeRestatement);

    /// <summary>The vintages of a period that count, oldest filing first, one per filing.</summary>
    public VintageRows GetVintages(int start, int end)
    {
        if (_first < 0) return default;
        var rows = _view.Vintages(_first, start, end);
        return _without is null && _others is null ? rows : GetVintages(rows, start, end);
    }

    private VintageRows GetVintages(VintageRows first, int start, int end)
    {
        List<int> rows = [.. first.AsSpan()];
        if (_without is not null) rows.RemoveAll(_without.Contains);
        if (_others is null) return new VintageRows([.. rows]);
        var filings = _view.Facts.Columns.Filing;
        foreach (var other in _others)
            foreach (var row in _view.Vintages(other, start, end))
                if (!HasFiling(rows, filings, filings[row])) rows.Add(row);
        rows.Sort((a, b) => filings[a] - filings[b]);
        return new VintageRows([.. rows]);
    }

    private static bool HasFiling(List<int> rows, ushort[] filings, int filing)
    {
        foreach (var row in rows)
            if (filings[row] == filing) return true;
        return false;
    }
}
