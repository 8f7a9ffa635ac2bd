using EdgarApi.Caching;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Caching;

public sealed class SegmentedMemoryTests : IDisposable
{
    private const int Limit = 1 << 20;
    private const int EntryBytes = 1_000;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly SegmentedMemory _memory;

    public SegmentedMemoryTests() => _memory = new SegmentedMemory(1, _time);

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(20, 2)]
    [InlineData(64, 4)]
    [InlineData(512, 10.24)]
    public void New_entries_have_two_percent_of_a_large_memory_and_a_tenth_of_a_small_one(int megabytes, double probation) =>
        Assert.Equal(probation, Math.Round(SegmentedMemory.GetProbation((long)megabytes << 20) / (double)(1 << 20), 2));

    [Fact]
    public void New_entries_that_are_never_read_take_no_more_than_their_part()
    {
        for (var i = 0; i < 5_000; i++)
        {
            Add($"once {i}");
            Assert.InRange(_memory.Size, EntryBytes, SegmentedMemory.GetProbation(Limit));
        }

        Assert.False(_memory.TryGetValue("once 0", out _));
        Assert.True(_memory.TryGetValue("once 4999", out _));
    }

    [Fact]
    public void Entries_that_are_never_read_evict_none_that_was()
    {
        for (var i = 0; i < 500; i++)
        {
            Add($"read {i}");
            Assert.True(_memory.TryGetValue($"read {i}", out _));
        }

        for (var i = 0; i < 5_000; i++) Add($"once {i}");

        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal($"read {i}", _memory.Get($"read {i}")));
    }

    [Fact]
    public void New_entries_that_are_never_read_evict_none_of_normal_priority()
    {
        for (var i = 0; i < 500; i++) Add($"normal {i}", priority: CacheItemPriority.Normal);
        for (var i = 0; i < 5_000; i++) Add($"once {i}");

        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal($"normal {i}", _memory.Get($"normal {i}")));
    }

    [Fact]
    public void Entries_that_were_read_are_evicted_by_their_last_use_whatever_their_priority_was()
    {
        foreach (var i in Enumerable.Range(0, 2_000))
        {
            Add($"{i}", priority: i % 2 == 0 ? CacheItemPriority.Low : CacheItemPriority.Normal);
            _memory.Get($"{i}");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(_memory.Contains("1"));
        Assert.True(_memory.Contains("1998"));
    }

    [Fact]
    public void Asking_whether_there_is_an_entry_is_no_use_of_it()
    {
        Add("asked for");
        Assert.True(_memory.Contains("asked for"));

        for (var i = 0; i < 500; i++) Add($"once {i}");

        Assert.False(_memory.Contains("asked for"));
    }

    [Fact]
    public void A_value_of_normal_priority_replaces_a_new_one()
    {
        Add("key", value: "1");
        Add("key", value: "2", CacheItemPriority.Normal);
        Assert.Equal("2", _memory.Get("key"));
        Assert.Equal(EntryBytes, _memory.Size);
    }

    [Fact]
    public void A_new_value_replaces_the_old_one_in_either_segment()
    {
        Add("key", value: "1");
        Add("key", value: "2");
        Assert.Equal("2", _memory.Get("key"));
        Add("key", value: "3");
        Assert.Equal("3", _memory.Get("key"));
        Assert.Equal(EntryBytes, _memory.Size);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_removed_entry_is_gone_from_either_segment(int reads)
    {
        Add("key");
        for (var i = 0; i < reads; i++) _memory.Get("key");
        _memory.Remove("key");
        Assert.Null(_memory.Get("key"));
        Assert.Equal(0, _memory.Size);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Reading_an_entry_does_not_extend_its_life(int reads)
    {
        _memory.Set("key", "value", NewOptions(lifetime: TimeSpan.FromMinutes(5)));
        _time.Advance(TimeSpan.FromMinutes(4));
        for (var i = 0; i < reads; i++) Assert.Equal("value", _memory.Get("key"));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(_memory.Get("key"));
    }

    [Fact]
    public void Large_entries_are_kept_though_too_few_would_fit_on_probation()
    {
        foreach (var key in new[] { "a", "b", "c" })
            _memory.Set(key, key, NewOptions(size: (int)SegmentedMemory.GetProbation(Limit)));
        Assert.Equal(["a", "b", "c"], new[] { "a", "b", "c" }.Select(_memory.Get));
    }

    [Fact]
    public async Task Callbacks_hear_of_evictions_and_not_of_reads()
    {
        var evicted = new TaskCompletionSource<(object Key, object? Value)>(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var key in new[] { "read", "once" })
        {
            var options = NewOptions();
            options.RegisterPostEvictionCallback((name, value, _, _) => evicted.TrySetResult((name, value)));
            _memory.Set(key, $"value of {key}", options);
        }

        _memory.Get("read");
        for (var i = 0; i < 500; i++) Add($"once {i}");

        Assert.Equal(("once", (object?)"value of once"), await evicted.Task.WaitAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _memory.Dispose();

    private void Add(string key, string? value = null, CacheItemPriority priority = CacheItemPriority.Low) =>
        _memory.Set(key, value ?? key, NewOptions(priority));

    private static MemoryCacheEntryOptions NewOptions(
        CacheItemPriority priority = CacheItemPriority.Low, int size = EntryBytes, TimeSpan? lifetime = null) =>
        new() { Size = size, Priority = priority, AbsoluteExpirationRelativeToNow = lifetime };
}
