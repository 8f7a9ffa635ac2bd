namespace EdgarApi.Api.Caching;

/// <summary>
/// Decides when to compact the heap: when the process is nearly idle after a period of load, and the oldest generation has grown by a
/// quarter since the last compaction. Compacting pauses all threads, so under load many requests would have to wait.
/// </summary>
internal sealed class CompactionPolicy
{
    /// <summary>Larger heaps would pause for too long.</summary>
    public const long LargestHeap = 256L << 20;

    /// <summary>Collections per interval that cached responses and background work cause.</summary>
    private const int Calm = 1;

    private bool _hadLoad;
    private long _compacted;

    /// <summary>Whether to compact the heap now.</summary>
    /// <param name="collections">Collections of the youngest generation since the last call. They stand for the load.</param>
    /// <param name="oldGeneration">Bytes of the oldest generation.</param>
    public bool IsDue(int collections, long oldGeneration)
    {
        _hadLoad |= collections > Calm;
        return _hadLoad && collections <= Calm && oldGeneration > _compacted + _compacted / 4 && oldGeneration <= LargestHeap;
    }

    /// <summary>Records a compaction.</summary>
    /// <param name="oldGeneration">Bytes of the oldest generation after it.</param>
    public void Compacted(long oldGeneration) => (_hadLoad, _compacted) = (false, oldGeneration);
}
