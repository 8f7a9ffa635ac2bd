using EdgarApi.Accounts.Keys;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Accounts.Keys;

public sealed class RowCacheTests
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-03-02T12:00Z"));
    private readonly KeyOptions options = new();
    private readonly List<string[]> reads = [];
    private readonly Dictionary<string, CachedRow<string>> table = new() { ["a"] = new("A", IsFromPrimary: true), ["old"] = new("OLD", IsFromPrimary: false) };
    private TaskCompletionSource gate = new();

    [Fact]
    public async Task All_who_ask_while_a_read_is_under_way_share_the_next_one()
    {
        var rows = Rows();
        var first = rows.ReadAsync("a");
        await UntilReadsAsync(1);

        Task<string?>[] others = [rows.ReadAsync("a"), .. Enumerable.Range(0, 100).Select(number => rows.ReadAsync($"guess{number % 50}"))];
        gate.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Equal("A", await others[0]);
        Assert.NotEmptyAndAll(others[1..], other => Assert.Null(other.Result));
        Assert.Equal([1, 50], reads.Select(read => read.Length));
    }

    [Fact]
    public async Task What_was_read_is_remembered_until_it_changes()
    {
        var rows = Rows(open: true);
        Assert.False(rows.TryFind("a", out _));
        await rows.ReadAsync("a");
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((true, "A"), (rows.TryFind("a", out var found), found));

        table["a"] = new("B", IsFromPrimary: true);
        rows.Forget("a");
        Assert.False(rows.TryFind("a", out _));
        Assert.Equal("B", await rows.ReadAsync("a"));
    }

    [Fact]
    public async Task An_id_that_none_has_is_remembered_for_ten_seconds_or_until_one_has_it()
    {
        var rows = Rows(open: true);
        await rows.ReadAsync("new");
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal((true, null), (rows.TryFind("new", out var found), found));
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(rows.TryFind("new", out _));

        await rows.ReadAsync("new");
        rows.Forget("new");
        Assert.False(rows.TryFind("new", out _));
    }

    [Fact]
    public async Task A_replicas_row_is_good_for_a_second()
    {
        var rows = Rows(open: true);
        await rows.ReadAsync("old");
        Assert.Equal((true, "OLD"), (rows.TryFind("old", out var found), found));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(rows.TryFind("old", out _));
    }

    [Fact]
    public async Task A_row_that_changes_while_it_is_read_is_not_remembered_as_it_was()
    {
        var rows = Rows();
        var before = rows.ReadAsync("a");
        await UntilReadsAsync(1);
        rows.Forget("a");
        table["a"] = new("B", IsFromPrimary: true);
        var after = rows.ReadAsync("a");
        gate.SetResult();

        await before;
        Assert.Equal("B", await after);
        Assert.Equal((true, "B", 2), (rows.TryFind("a", out var found), found, reads.Count));
    }

    [Fact]
    public async Task More_than_a_thousand_waiting_ids_are_refused()
    {
        var rows = Rows();
        var first = rows.ReadAsync("a");
        await UntilReadsAsync(1);
        var waiting = Enumerable.Range(0, RowCache<string>.MaxWaiting).Select(number => rows.ReadAsync($"guess{number}")).ToList();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => rows.ReadAsync("one more"));
        gate.SetResult();
        await Task.WhenAll([first, .. waiting]);
        Assert.Null(await rows.ReadAsync("one more"));
    }

    [Fact]
    public async Task Guesses_push_no_known_row_out()
    {
        options.MaxUnknown = 10;
        var rows = Rows(open: true);
        await rows.ReadAsync("a");
        for (var number = 0; number < 100; number++) await rows.ReadAsync($"guess{number}");
        Assert.True(rows.TryFind("a", out _));
        Assert.True(rows.TryFind("guess99", out _));
        Assert.False(rows.TryFind("guess5", out _));
    }

    [Fact]
    public async Task A_read_that_fails_fails_those_who_waited_and_nobody_after()
    {
        var rows = Rows();
        var failing = rows.ReadAsync("a");
        gate.SetException(new DatabaseUnavailableException("away"));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => failing);
        gate = new TaskCompletionSource();
        gate.SetResult();
        Assert.Equal("A", await rows.ReadAsync("a"));
    }

    private RowCache<string> Rows(bool open = false)
    {
        if (open) gate.SetResult();
        return new RowCache<string>(async (ids, _) =>
        {
            var found = ids.Where(table.ContainsKey).ToDictionary(id => id, id => table[id]);
            lock (reads) reads.Add([.. ids]);
            await gate.Task;
            return found;
        }, options, time);
    }

    private Task UntilReadsAsync(int count) => Waiting.UntilAsync(
        () =>
        {
            lock (reads) return reads.Count >= count;
        }, what: $"{count} reads");
}
