namespace EdgarApi.Api.Caching;

/// <summary>
/// Compacts the garbage collector's heap once after each overload, which returns the memory to the operating system. The responses that an
/// overload computes live long enough to reach the oldest generation, and after the overload the collector would not look there until the
/// generation has grown again. All threads pause meanwhile: 0.1 s with the responses and facts of 103 companies.
/// </summary>
internal sealed partial class HeapCompactor(Admission admission, TimeProvider time, ILogger<HeapCompactor> logger) : BackgroundService
{
    /// <summary>An overload is over when no request has been rejected for this time.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    /// <summary>Minimum time between two compactions.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(1);

    private long _rejected;
    private bool _wasOverloaded;
    private long? _compacted;

    /// <summary>Compacts the heap if an overload has ended since the last call, <see cref="Calm"/> ago.</summary>
    /// <returns>Whether it did.</returns>
    public bool CompactAfterOverload()
    {
        var rejected = admission.Rejected;
        var isOverloaded = rejected != _rejected;
        _rejected = rejected;
        _wasOverloaded |= isOverloaded;
        if (isOverloaded || !_wasOverloaded || (_compacted is { } last && time.GetElapsedTime(last) < MinInterval)) return false;
        var before = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var collection = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        LogCompacted(before >> 20, collection.TotalCommittedBytes >> 20, collection.PauseDurations[0].TotalMilliseconds);
        (_wasOverloaded, _compacted) = (false, time.GetTimestamp());
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Calm, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) CompactAfterOverload();
    }

    [LoggerMessage(
        LogLevel.Information, "Compacted the heap after an overload: from {Before} to {After} MiB, in {Milliseconds:F0} ms")]
    private partial void LogCompacted(long before, long after, double milliseconds);
}
