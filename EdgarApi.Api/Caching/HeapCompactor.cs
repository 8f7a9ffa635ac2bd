namespace EdgarApi.Api.Caching;

/// <summary>
/// Compacts the garbage collector's heap when load has ended, which returns memory to the operating system. Responses that are computed
/// and soon evicted live long enough to reach the oldest generation, and after an overload the collector would not look there until the
/// generation has grown again. All threads pause meanwhile: 0.1 s with the facts and responses of 103 companies.
/// </summary>
internal sealed partial class HeapCompactor(TimeProvider time, ILogger<HeapCompactor> logger) : BackgroundService
{
    /// <summary>Time between two looks at the heap.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly CompactionPolicy _policy = new();
    private int _collections;

    /// <summary>Compacts the heap now.</summary>
    public void Compact()
    {
        var before = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var collection = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        _policy.Compacted(GetOldGeneration(GCKind.FullBlocking));
        LogCompacted(before >> 20, collection.TotalCommittedBytes >> 20, collection.PauseDurations[0].TotalMilliseconds);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var collections = GC.CollectionCount(0);
            if (_policy.IsDue(collections - _collections, GetOldGeneration(GCKind.Any))) Compact();
            _collections = collections;
        }
    }

    private static long GetOldGeneration(GCKind last) => GC.GetGCMemoryInfo(last).GenerationInfo[GC.MaxGeneration].SizeAfterBytes;

    [LoggerMessage(LogLevel.Information, "Compacted the heap from {Before} to {After} MiB in {Milliseconds:F0} ms")]
    private partial void LogCompacted(long before, long after, double milliseconds);
}
