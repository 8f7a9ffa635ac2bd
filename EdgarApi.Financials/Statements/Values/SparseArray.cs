namespace EdgarApi.Financials.Statements.Values;

/// <summary>
/// A sparse array of large values. Most periods of an answer need only a few metrics, so an array with room for all of them would
/// be the largest part of its memory.
/// </summary>
/// <param name="length">Number of positions.</param>
internal struct SparseArray<T>(int length) where T : struct
{
    private const int BlockSize = 8;

    /// <summary>One more than the place of a value in the blocks; 0 for a value that is not set.</summary>
    private byte[]? _places;

    /// <summary>Blocks never grow, so values are not copied.</summary>
    private T[]?[]? _blocks;
    private int _count;

    /// <summary>Gets a value if it is set.</summary>
    public readonly bool TryGet(int index, out T value)
    {
        if (_places is null || _places[index] is not (> 0 and var place))
        {
            value = default;
            return false;
        }
        value = _blocks![(place - 1) / BlockSize]![(place - 1) % BlockSize];
        return true;
    }

    /// <summary>Sets a value that is not set yet.</summary>
    public void Add(int index, in T value)
    {
        _places ??= new byte[length];
        _blocks ??= new T[(length + BlockSize - 1) / BlockSize][];
        (_blocks[_count / BlockSize] ??= new T[BlockSize])[_count % BlockSize] = value;
        _places[index] = checked((byte)++_count);
    }
}
