namespace EdgarApi.Api.Caching;

/// <summary>
/// Decides when to compact the heap: when load is a quarter of its peak since the last compaction, and the oldest generation has grown by a
/// quarter since. A steady load therefore never pauses for it.
/// </summary>
internal sealed class CompactionPolicy
{
    /// <summary>Larger heaps would pause for too long.</summary>
    public const long LargestHeap = 256L << 20;

    private int _peak;
    private long _compacted;

    /// <summary>Whether to compact the heap now.</summary>
    /// <param name="collections">Collections of the youngest generation since the last call. They stand for the load.</param>
    /// <param name="oldGeneration">Bytes of the oldest generation.</param>
    public bool IsDue(int collections, long oldGeneration)
    {
        _peak = Math.Max(_peak, collections);
        return collections <= _peak / 4 && oldGeneration > _compacted + _compacted / 4 && oldGeneration <= LargestHeap;
    }

    /// <summary>Begins anew after a compaction.</summary>
    /// <param name="oldGeneration">Bytes of the oldest generation after it.</param>
    public void Compacted(long oldGeneration) => (_peak, _compacted) = (0, oldGeneration);
}
