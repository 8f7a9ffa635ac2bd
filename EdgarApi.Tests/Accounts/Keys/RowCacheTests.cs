using EdgarApi.Accounts.Keys;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Accounts.Keys;

public sealed class RowCacheTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-03-02T12:00Z"));
    private readonly KeyOptions _options = new();
    private readonly List<string[]> _reads = [];
    private readonly Dictionary<string, CachedRow<string>> _table = new()
    {
        ["a"] = new("A", IsFromPrimary: true),
        ["old"] = new("OLD", IsFromPrimary: false),
    };
    private TaskCompletionSource _gate = new();

    [Fact]
    public async Task Requests_during_a_read_share_the_next_read()
    {
        var rows = Rows();
        var first = rows.ReadAsync("a");
        await UntilReadsAsync(1);

        Task<string?>[] others = [rows.ReadAsync("a"), .. Enumerable.Range(0, 100).Select(number => rows.ReadAsync($"guess{number % 50}"))];
        _gate.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Equal("A", await others[0]);
        Assert.NotEmptyAndAll(others[1..], other => Assert.Null(other.Result));
        Assert.Equal([1, 50], _reads.Select(read => read.Length));
    }

    [Fact]
    public async Task A_row_is_cached_until_it_changes()
    {
        var rows = Rows(open: true);
        Assert.False(rows.TryFind("a", out _));
        await rows.ReadAsync("a");
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((true, "A"), (rows.TryFind("a", out var found), found));

        _table["a"] = new("B", IsFromPrimary: true);
        rows.Forget("a");
        Assert.False(rows.TryFind("a", out _));
        Assert.Equal("B", await rows.ReadAsync("a"));
    }

    [Fact]
    public async Task A_missing_id_is_cached_for_ten_seconds_or_until_it_exists()
    {
        var rows = Rows(open: true);
        await rows.ReadAsync("new");
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal((true, null), (rows.TryFind("new", out var found), found));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(rows.TryFind("new", out _));

        await rows.ReadAsync("new");
        rows.Forget("new");
        Assert.False(rows.TryFind("new", out _));
    }

    [Fact]
    public async Task A_row_from_a_replica_is_cached_for_a_second()
    {
        var rows = Rows(open: true);
        await rows.ReadAsync("old");
        Assert.Equal((true, "OLD"), (rows.TryFind("old", out var found), found));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(rows.TryFind("old", out _));
    }

    [Fact]
    public async Task A_row_that_changes_during_a_read_is_not_cached()
    {
        var rows = Rows();
        var before = rows.ReadAsync("a");
        await UntilReadsAsync(1);
        rows.Forget("a");
        _table["a"] = new("B", IsFromPrimary: true);
        var after = rows.ReadAsync("a");
        _gate.SetResult();

        await before;
        Assert.Equal("B", await after);
        Assert.Equal((true, "B", 2), (rows.TryFind("a", out var found), found, _reads.Count));
    }

    [Fact]
    public async Task More_than_a_thousand_waiting_ids_are_rejected()
    {
        var rows = Rows();
        var first = rows.ReadAsync("a");
        await UntilReadsAsync(1);
        var waiting = Enumerable.Range(0, RowCache<string>.MaxWaiting).Select(number => rows.ReadAsync($"guess{number}")).ToList();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => rows.ReadAsync("one more"));
        _gate.SetResult();
        await Task.WhenAll([first, .. waiting]);
        Assert.Null(await rows.ReadAsync("one more"));
    }

    [Fact]
    public async Task Guesses_take_no_more_than_their_memory_and_evict_no_known_rows()
    {
        _options.UnknownMegabytes = 1;
        var rows = Rows(open: true);
        await rows.ReadAsync("a");
        for (var batch = 0; batch < 10; batch++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.WhenAll(Enumerable.Range(0, 500).Select(number => rows.ReadAsync($"guess {batch} {number}")));
        }

        Assert.True(rows.TryFind("a", out _));
        Assert.True(rows.TryFind("guess 9 499", out _));
        Assert.False(rows.TryFind("guess 0 5", out _));
        Assert.InRange(rows.UnknownSize, RowCache<string>.UnknownBytes, 1 << 20);
    }

    [Fact]
    public void The_least_recently_used_rows_are_evicted()
    {
        _options.MemoryMegabytes = 1;
        var rows = Rows(open: true);
        rows.Put("used", "USED");
        for (var number = 0; number < 2_000; number++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(rows.TryFind("used", out _));
            rows.Put($"once {number}", "ONCE");
        }

        Assert.False(rows.TryFind("once 0", out _));
        Assert.InRange(rows.KnownSize, RowCache<string>.KnownBytes, 1 << 20);
    }

    [Fact]
    public async Task A_lookup_allocates_nothing()
    {
        var rows = Rows(open: true);
        await rows.ReadAsync("a");
        await rows.ReadAsync("guess");
        var text = "edg_live_a_guess";
        Assert.True(rows.TryFind(text.AsSpan(9, 1), out _) && rows.TryFind(text.AsSpan(11), out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            rows.TryFind(text.AsSpan(9, 1), out _);
            rows.TryFind(text.AsSpan(11), out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task A_failed_read_fails_only_its_waiters()
    {
        var rows = Rows();
        var failing = rows.ReadAsync("a");
        _gate.SetException(new DatabaseUnavailableException("unavailable"));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => failing);
        _gate = new TaskCompletionSource();
        _gate.SetResult();
        Assert.Equal("A", await rows.ReadAsync("a"));
    }

    private RowCache<string> Rows(bool open = false)
    {
        if (open) _gate.SetResult();
        return new RowCache<string>(async (ids, _) =>
        {
            var found = ids.Where(_table.ContainsKey).ToDictionary(id => id, id => _table[id]);
            lock (_reads) _reads.Add([.. ids]);
            await _gate.Task;
            return found;
        }, _options, _time);
    }

    private Task UntilReadsAsync(int count) => Waiting.UntilAsync(
        () =>
        {
            lock (_reads) return _reads.Count >= count;
        }, what: $"{count} reads");
}
