namespace EdgarApi.Financials.Statements.Values;

/// <summary>
/// Large values of all periods of an answer. Each period needs only some metrics, so arrays of its own would be mostly empty. Blocks never
/// grow, so values are not copied.
/// </summary>
internal sealed class ValueBlocks<T> where T : struct
{
    private const int BlockSize = 32;

    private readonly List<T[]> _blocks = [];
    private int _count;

    /// <summary>The value at a place.</summary>
    public ref readonly T this[int place] => ref _blocks[(place - 1) / BlockSize][(place - 1) % BlockSize];

    /// <summary>Adds a value and returns its place, from 1 on; 0 stands for a value that is not there.</summary>
    public int Add(in T value)
    {
        if (_count % BlockSize == 0) _blocks.Add(new T[BlockSize]);
        _blocks[^1][_count % BlockSize] = value;
        return ++_count;
    }
}
