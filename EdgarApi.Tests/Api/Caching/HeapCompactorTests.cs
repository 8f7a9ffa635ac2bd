using EdgarApi.Api.Caching;
using Microsoft.Extensions.Logging.Testing;

namespace EdgarApi.Tests.Api.Caching;

public sealed class HeapCompactorTests
{
    private const long Megabyte = 1 << 20;

    private readonly CompactionPolicy _policy = new();

    public HeapCompactorTests() => _policy.Compacted(80 * Megabyte);

    [Fact]
    public void The_heap_is_compacted_once_when_load_has_ended()
    {
        Assert.False(_policy.IsDue(40, 90 * Megabyte));
        Assert.False(_policy.IsDue(60, 130 * Megabyte));
        Assert.False(_policy.IsDue(2, 130 * Megabyte));
        Assert.True(_policy.IsDue(1, 130 * Megabyte));

        _policy.Compacted(85 * Megabyte);
        Assert.False(_policy.IsDue(1, 85 * Megabyte));
        Assert.False(_policy.IsDue(0, 130 * Megabyte));
    }

    [Fact]
    public void A_load_that_falls_and_goes_on_never_compacts_the_heap() =>
        Assert.All(Enumerable.Range(0, 100), i => Assert.False(_policy.IsDue(102 - i, (80 + i) * Megabyte)));

    [Theory]
    [InlineData(100, false)]
    [InlineData(101, true)]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void The_oldest_generation_has_grown_by_a_quarter_and_is_not_too_large(int megabytes, bool isDue)
    {
        Assert.False(_policy.IsDue(60, 80 * Megabyte));
        Assert.Equal(isDue, _policy.IsDue(0, megabytes * Megabyte));
    }

    [Fact]
    public void The_compacted_heap_is_logged()
    {
        var logger = new FakeLogger<HeapCompactor>();
        using var compactor = new HeapCompactor(TimeProvider.System, logger);
        var collections = GC.CollectionCount(GC.MaxGeneration);
        compactor.Compact();

        Assert.NotEqual(collections, GC.CollectionCount(GC.MaxGeneration));
        Assert.True(GC.GetGCMemoryInfo(GCKind.FullBlocking).Compacted);
        Assert.StartsWith("Compacted the heap from ", logger.LatestRecord.Message, StringComparison.Ordinal);
    }
}
