using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// The rows of one series that count, by period. The columns are sorted by end, start and filing, so the vintages of a period are
/// neighbors.
/// </summary>
internal sealed class SeriesPeriods
{
    /// <param name="Start">Day number of the first day, or <see cref="FactColumns.Instant"/>.</param>
    /// <param name="End">Day number of the last day.</param>
    /// <param name="First">Position of the first row in the rows that count.</param>
    /// <param name="Count">Number of rows.</param>
    /// <param name="IsOnePerFiling">Whether no filing gives the period twice.</param>
    private readonly record struct Period(int Start, int End, int First, int Count, bool IsOnePerFiling);

    private readonly int[] _rows;
    private readonly Period[] _periods;

    /// <summary>For each period one more than the row shown; 0 until it is looked for. A lost race only repeats work.</summary>
    private readonly int[] _shown;

    public SeriesPeriods(FactColumns columns, FactSeries series, Predicate<int> counts)
    {
        var rows = new List<int>(series.Count);
        var periods = new List<Period>(series.Count);
        for (var row = series.First; row < series.End; row++)
        {
            if (!counts(row)) continue;
            if (periods is [.., var last] && last.Start == columns.Start[row] && last.End == columns.End[row])
            {
                var isOnePerFiling = last.IsOnePerFiling && columns.Filing[rows[^1]] != columns.Filing[row];
                periods[^1] = last with { Count = last.Count + 1, IsOnePerFiling = isOnePerFiling };
            }
            else periods.Add(new Period(columns.Start[row], columns.End[row], rows.Count, 1, IsOnePerFiling: true));
            rows.Add(row);
        }
        (_rows, _periods, _shown) = ([.. rows], [.. periods], new int[periods.Count]);
    }

    /// <summary>
    /// Position of the only period within <see cref="FactView.Tolerance"/> of another; -1 if missing, <see cref="Several"/> if there are
    /// more.
    /// </summary>
    public int Find(int start, int end)
    {
        var found = -1;
        for (var i = LowerBound(end - FactView.Tolerance); i < _periods.Length && _periods[i].End <= end + FactView.Tolerance; i++)
        {
            if (!IsNear(_periods[i], start)) continue;
            if (found >= 0) return Several;
            found = i;
        }
        return found;
    }

    /// <summary>The result of <see cref="Find"/> if several periods are near.</summary>
    public const int Several = -2;

    /// <summary>The rows of a period, oldest filing first; a filing may have several.</summary>
    public VintageRows GetRows(int period) => new(_rows, _periods[period].First, _periods[period].Count);

    /// <summary>Whether no filing gives the period twice.</summary>
    public bool IsOnePerFiling(int period) => _periods[period].IsOnePerFiling;

    /// <summary>Day number of the last day of a period.</summary>
    public int GetEnd(int period) => _periods[period].End;

    /// <summary>The row shown for a period, looked for once.</summary>
    public int GetShown(int period, Func<VintageRows, int> select)
    {
        ref var shown = ref _shown[period];
        if (shown == 0) shown = select(GetRows(period)) + 1;
        return shown - 1;
    }

    /// <summary>The rows of all periods within the tolerance of another, in the order of the columns.</summary>
    public List<int> FindAll(int start, int end)
    {
        var rows = new List<int>();
        for (var i = LowerBound(end - FactView.Tolerance); i < _periods.Length && _periods[i].End <= end + FactView.Tolerance; i++)
            if (IsNear(_periods[i], start)) rows.AddRange(GetRows(i).AsSpan());
        return rows;
    }

    /// <summary>The rows of durations that end on a day, or a few days off.</summary>
    public List<int> FindEnding(int end)
    {
        var rows = new List<int>();
        for (var i = LowerBound(end - FactView.Tolerance); i < _periods.Length && _periods[i].End <= end + FactView.Tolerance; i++)
            if (_periods[i].Start != FactColumns.Instant) rows.AddRange(GetRows(i).AsSpan());
        return rows;
    }

    private static bool IsNear(in Period period, int start) => start == FactColumns.Instant
        ? period.Start == start
        : period.Start != FactColumns.Instant && Math.Abs(period.Start - start) <= FactView.Tolerance;

    private int LowerBound(int end)
    {
        int low = 0, high = _periods.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_periods[middle].End < end) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
