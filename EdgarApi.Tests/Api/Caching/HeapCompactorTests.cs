using System.Diagnostics.Metrics;
using EdgarApi.Accounts;
using EdgarApi.Api.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Api.Caching;

public sealed class HeapCompactorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeLogger<HeapCompactor> _logger = new();
    private readonly Admission _admission;
    private readonly HeapCompactor _compactor;
    private int _next;

    public HeapCompactorTests()
    {
        _admission = new Admission(_time, _services.GetRequiredService<IMeterFactory>());
        _compactor = new HeapCompactor(_admission, _time, _logger);
    }

    public void Dispose()
    {
        _compactor.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void The_heap_is_compacted_once_after_an_overload()
    {
        Assert.False(CompactAfter(HeapCompactor.Calm));
        Reject();
        Assert.False(CompactAfter(HeapCompactor.Calm));
        Reject();
        Assert.False(CompactAfter(HeapCompactor.Calm));

        var last = GC.GetGCMemoryInfo(GCKind.FullBlocking).Index;
        Assert.True(CompactAfter(HeapCompactor.Calm));
        var collection = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        Assert.NotEqual(last, collection.Index);
        Assert.True(collection.Compacted);
        Assert.StartsWith("Compacted the heap", Assert.Single(_logger.Collector.GetSnapshot()).Message, StringComparison.Ordinal);

        Assert.False(CompactAfter(HeapCompactor.Calm));
        Assert.False(CompactAfter(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Repeated_overloads_compact_the_heap_once_per_minute()
    {
        var compactions = 0;
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(5); passed += 2 * HeapCompactor.Calm)
        {
            Reject();
            foreach (var _ in Enumerable.Range(0, 2))
                if (CompactAfter(HeapCompactor.Calm)) compactions++;
        }

        Assert.Equal(5, compactions);
    }

    private bool CompactAfter(TimeSpan time)
    {
        _time.Advance(time);
        return _compactor.CompactAfterOverload();
    }

    private void Reject()
    {
        while (_admission.TryEnter($"{_next++}", tier: null))
        {
        }
    }
}
