using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Vintages;

/// <summary>Rows of one period: a part of an array, so that looking a period up allocates nothing.</summary>
internal readonly struct VintageRows(int[] rows, int first, int count)
{
    public VintageRows(int[] rows) : this(rows, 0, rows.Length)
    {
    }

    public int Count => count;

    public int this[int position] => rows[first + position];

    public ReadOnlySpan<int> AsSpan() => new(rows, first, count);

    public ReadOnlySpan<int>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    /// <summary>Position of the row of a filing; -1 if missing.</summary>
    public int FindFiling(FactColumns columns, int filing)
    {
        for (var i = 0; i < count; i++)
            if (columns.Filing[rows[first + i]] == filing) return i;
        return -1;
    }

    /// <summary>Position of the last row up to a filing; -1 if all are newer.</summary>
    public int FindLastUpTo(FactColumns columns, int filing)
    {
        for (var i = count - 1; i >= 0; i--)
            if (columns.Filing[rows[first + i]] <= filing) return i;
        return -1;
    }

    /// <summary>Whether the rows have different amounts, beyond rounding.</summary>
    public bool Differ(FactColumns columns) => count > 0 && AnyDiffersFrom(columns, columns.Value[rows[first]]);

    /// <summary>Whether some row has another amount, beyond rounding.</summary>
    public bool AnyDiffersFrom(FactColumns columns, decimal value)
    {
        foreach (var row in this)
            if (!Restatement.IsSame(columns.Value[row], value)) return true;
        return false;
    }
}
