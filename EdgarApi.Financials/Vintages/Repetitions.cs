using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// Amounts that a later filing repeats with fewer digits. The filing counts as before, but the finer amount is shown: a filer that
/// changes from thousands to millions does not make its past less exact.
/// </summary>
internal sealed class Repetitions
{
    private readonly CompanyFacts _facts;
    private readonly Predicate<int> _counts;
    private readonly Func<FilingPrecision> _precision;

    /// <summary>
    /// For each row one more than the number of rows back to the finest; 0 until its fact is looked at. A lost race only repeats work.
    /// </summary>
    private readonly byte[] _distances;
    private readonly Dictionary<(int Row, int Original), bool> _restated = [];

    /// <param name="facts">The facts.</param>
    /// <param name="counts">Whether a row counts.</param>
    /// <param name="precision">The unit to which each filing rounds its amounts.</param>
    public Repetitions(CompanyFacts facts, Predicate<int> counts, Func<FilingPrecision> precision)
    {
        (_facts, _counts, _precision, _distances) = (facts, counts, precision, new byte[facts.Count]);
    }

    /// <summary>The row with the most digits of a row's amount: the row itself unless it repeats an earlier one.</summary>
    public int GetFinest(int row)
    {
        if (_distances[row] == 0) CompareVintages(row);
        return row + 1 - _distances[row];
    }

    /// <summary>Whether one of two rows of a fact repeats the other, with the same or with fewer digits.</summary>
    public bool AreSame(int row, int other)
    {
        var values = _facts.Columns.Value;
        return Restatement.IsSame(values[row], values[other]) || Repeats(row, other) || Repeats(other, row);
    }

    /// <summary>Finds the finest row for each vintage of a row's fact; they are neighbors, oldest first.</summary>
    private void CompareVintages(int row)
    {
        var (columns, series) = (_facts.Columns, _facts.Series[_facts.GetSeries(row)]);
        int first = row, next = row + 1;
        while (first > series.First && IsSameFact(columns, first - 1, row)) first--;
        while (next < series.End && IsSameFact(columns, next, row)) next++;
        var differ = false;
        for (var vintage = first + 1; vintage < next; vintage++) differ |= columns.Value[vintage] != columns.Value[first];
        differ &= ReportingCurrency.IsCurrency(series.Unit);
        for (var vintage = first; vintage < next; vintage++)
        {
            var finest = differ && _counts(vintage) ? FindFinest(first, vintage) : vintage;
            _distances[vintage] = (byte)(vintage + 1 - finest);
        }
    }

    private static bool IsSameFact(FactColumns columns, int row, int other) =>
        columns.End[row] == columns.End[other] && columns.Start[row] == columns.Start[other];

    /// <summary>The row with the most digits among the vintages that agree with a row up to it; of several the newest.</summary>
    private int FindFinest(int first, int row)
    {
        var finest = row;
        // No fact has as many vintages as a byte can count.
        for (var earlier = row - 1; earlier >= Math.Max(first, row + 1 - byte.MaxValue); earlier--)
        {
            if (!_counts(earlier)) continue;
            if (!AreSame(row, earlier)) break;
            if (Repeats(finest, earlier)) finest = earlier;
        }
        return finest;
    }

    /// <summary>
    /// Whether a row gives another one's amount with fewer digits: by its own trailing zeros or, for small amounts, by its filing's unit.
    /// </summary>
    private bool Repeats(int coarse, int fine)
    {
        var (value, other) = (_facts.Columns.Value[coarse], _facts.Columns.Value[fine]);
        if (value == 0 || value == other) return false;
        if (Math.Abs(value - other) > Thresholds.CoarsestRounding / 2) return IsText(coarse, fine);
        if (Restatement.IsCoarser(value, other)) return true;
        decimal unit = GetUnit(coarse), finer = GetUnit(fine);
        return unit >= Thresholds.FinestRounding && unit > finer && value % unit == 0 && other % unit != 0
            && Math.Abs(value - other) <= unit / 2;
    }

    /// <summary>
    /// Whether a row gives another one's amount as a text does, in billions or tenths of them. A filing that recasts its statements may
    /// happen to end an amount with zeros.
    /// </summary>
    private bool IsText(int coarse, int fine)
    {
        var (value, other) = (_facts.Columns.Value[coarse], _facts.Columns.Value[fine]);
        return Restatement.IsCoarser(value, other) && value % (GetUnit(coarse) * Thresholds.FewerDigits) == 0
            && !IsRestated(GetFirstMention(coarse, fine), fine);
    }

    private bool IsRestated(int row, int original)
    {
        lock (_restated)
        {
            if (!_restated.TryGetValue((row, original), out var isRestated))
                _restated.Add((row, original), isRestated = RestatedFilings.Restates(_facts, _counts, row, original));
            return isRestated;
        }
    }

    /// <summary>The first row after another one that gives the amount of a row.</summary>
    private int GetFirstMention(int row, int after)
    {
        var first = row;
        for (var earlier = row - 1; earlier > after; earlier--)
            if (_facts.Columns.Value[earlier] == _facts.Columns.Value[row]) first = earlier;
        return first;
    }

    private decimal GetUnit(int row) => _precision().GetUnit(_facts.Columns.Filing[row]);
}
