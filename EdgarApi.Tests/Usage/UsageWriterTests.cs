using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Accounts.Usage.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace EdgarApi.Tests.Usage;

/// <summary>The writer before a primary that fails in every way; real ones are in <see cref="UsageProcessTests"/>.</summary>
#pragma warning disable xUnit1069 // They do refer to the test's cancellation, through Token.
public sealed class UsageWriterTests : IAsyncDisposable
{
    /// <summary>Room for some 25,000 records, which is two of the largest batches.</summary>
    private const int SpoolBytes = 4 * 1024 * 1024;

    private const int RowsPerSecond = 1_000;

    private readonly string root = TestFolder.New("spool");
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeLogCollector log = new();
    private readonly Primary primary = new();
    private readonly FakeTimeProvider clock = new();
    private readonly UsageThrottle throttle;
    private readonly UsageMetrics metrics;
    private readonly UsageRecorder recorder;
    private readonly UsageSpool spool;
    private readonly UsageReplay replay;
    private readonly UsageWriter writer;

    public UsageWriterTests()
    {
        metrics = new UsageMetrics(services.GetRequiredService<IMeterFactory>());
        recorder = new UsageRecorder(metrics);
        spool = new UsageSpool(root, SpoolBytes);
        throttle = new UsageThrottle(RowsPerSecond, clock);
        replay = new UsageReplay(primary, spool, throttle, metrics, TimeProvider.System, new FakeLogger<UsageReplay>(log));
        writer = new UsageWriter(
            recorder, primary, spool, replay, throttle, metrics, Options.Create(new UsageOptions()), TimeProvider.System, NullLogger<UsageWriter>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await writer.StopAsync(CancellationToken.None);
        await replay.StopAsync(CancellationToken.None);
        writer.Dispose();
        replay.Dispose();
        spool.Dispose();
        await services.DisposeAsync();
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Few_records_do_not_wait_for_more()
    {
        await writer.StartAsync(Token);
        recorder.Record(SomeUsage.Record());

        await primary.HasAsync(1);
        Assert.Equal(0, spool.Bytes);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_commit_whose_answer_is_lost_is_not_written_twice()
    {
        primary.Fail(after: true);
        await writer.StartAsync(Token);
        for (var i = 0; i < 250; i++) recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => spool.Bytes > 0);
        await replay.StartAsync(Token);
        await Waiting.UntilAsync(() => spool.Bytes == 0 && !replay.IsPrimaryUnavailable);
        Assert.Equal(
            ["Warning The primary does not accept usage records; keeping them on disk: The connection was reset.", "Information The primary accepts usage records again"],
            log.GetSnapshot().Select(entry => $"{entry.Level} {entry.Message}"));
        recorder.Record(SomeUsage.Record());

        await primary.HasAsync(251);
        await writer.StopAsync(Token);
        Assert.Equal(251, primary.Rows);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_primary_that_does_not_answer_holds_nothing_up()
    {
        primary.Hang();
        await writer.StartAsync(Token);
        recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => spool.Bytes > 0);
        recorder.Record(SomeUsage.Record());
        var before = spool.Bytes;
        await Waiting.UntilAsync(() => spool.Bytes > before);

        Assert.True(replay.IsPrimaryUnavailable);
        // It may be slow once, as at a first write; should it be away, the replay hears.
        Assert.Equal(["Information The primary is slow to accept usage records; keeping them on disk"], log.GetSnapshot().Select(entry => $"{entry.Level} {entry.Message}"));
        primary.Recover();
        await replay.StartAsync(Token);
        await primary.HasAsync(2);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_stop_loses_nothing_of_the_queue()
    {
        for (var i = 0; i < 25_000; i++) recorder.Record(SomeUsage.Record());
        await writer.StartAsync(Token);
        await writer.StopAsync(Token);
        // On a busy machine a batch takes too long for the primary and goes to disk instead.
        await replay.StopAsync(Token);

        Assert.Equal((25_000, 0), (primary.Rows, spool.Bytes));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_stop_while_the_primary_is_unavailable_leaves_everything_on_disk()
    {
        primary.Fail(after: false);
        await writer.StartAsync(Token);
        for (var i = 0; i < 1_000; i++) recorder.Record(SomeUsage.Record());
        await writer.StopAsync(Token);

        Assert.Equal(1_000, SpoolFrame.Read(spool.GetOldestFile()!).Sum(batch => batch.Rows));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task What_is_on_disk_at_a_stop_gets_a_last_try()
    {
        primary.Fail(after: false);
        await writer.StartAsync(Token);
        for (var i = 0; i < 1_000; i++) recorder.Record(SomeUsage.Record());
        await writer.StopAsync(Token);
        primary.Recover();
        await replay.StopAsync(Token);

        Assert.Equal((1_000, 0), (primary.Rows, spool.Bytes));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task When_the_disk_is_full_too_requests_are_counted_as_refused_and_others_are_recorded_later()
    {
        primary.Fail(after: false);
        await writer.StartAsync(Token);
        for (var i = 0; i < 60_000; i++) recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => metrics.RefusedCount > 0 && recorder.Reader.Count == 0);
        primary.Recover();
        await replay.StartAsync(Token);
        await Waiting.UntilAsync(() => spool.Bytes == 0 && !replay.IsPrimaryUnavailable);
        await writer.StopAsync(Token);

        Assert.Equal(60_000, primary.Rows + metrics.RefusedCount);
        Assert.InRange(primary.Rows, 1, 59_999);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_batch_that_can_never_be_written_does_not_block_others()
    {
        var (old, current) = (SomeUsage.Batch(3, DateTime.UtcNow.AddDays(-20)), SomeUsage.Batch(4));
        primary.Refuse(old.Id);
        Assert.NotEmptyAndAll([old, current], batch => Assert.True(spool.TryAppend(batch)));
        await replay.StartAsync(Token);
        await Waiting.UntilAsync(() => spool.Bytes == 0);

        Assert.Equal((4, 3), (primary.Rows, metrics.RefusedCount));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_day_whose_partition_is_yet_to_come_is_waited_for()
    {
        var current = SomeUsage.Batch(4);
        primary.Refuse(current.Id);
        spool.TryAppend(current);
        await replay.StartAsync(Token);
        await Waiting.UntilAsync(() => replay.IsPrimaryUnavailable);
        primary.Recover();

        await primary.HasAsync(4);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Rows_above_the_throttle_wait_on_disk_until_the_load_falls()
    {
        // The throttle's clock stands still: what it allows is spent, and the rush lasts.
        while (throttle.TryAcquire(RowsPerSecond)) { }
        await replay.StartAsync(Token);
        await writer.StartAsync(Token);
        for (var i = 0; i < 5_000; i++) recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => RowsOnDisk() == 5_000);
        Assert.Equal((0, false), (primary.Rows, replay.IsPrimaryUnavailable));

        clock.Advance(TimeSpan.FromSeconds(2));
        await primary.HasAsync(5_000);
        await Waiting.UntilAsync(() => spool.Bytes == 0);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_half_full_spool_is_written_despite_throttling()
    {
        while (throttle.TryAcquire(RowsPerSecond)) { }
        while (!spool.IsHalfFull) Assert.True(spool.TryAppend(SomeUsage.Batch(1_000)));
        Assert.True(throttle.IsThrottling);
        await replay.StartAsync(Token);

        await Waiting.UntilAsync(() => spool.Bytes == 0);
        Assert.True(throttle.IsThrottling);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_stop_does_not_wait_for_the_throttle()
    {
        while (throttle.TryAcquire(RowsPerSecond)) { }
        Assert.True(spool.TryAppend(SomeUsage.Batch(7)));
        await replay.StopAsync(Token);

        Assert.Equal((7, true), (primary.Rows, throttle.IsThrottling));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Lasting_load_is_written_a_minute_late()
    {
        while (throttle.TryAcquire(RowsPerSecond)) { }
        Assert.True(spool.TryAppend(SomeUsage.Batch(7, DateTime.UtcNow.AddMinutes(-1))));
        await replay.StartAsync(Token);

        await primary.HasAsync(7);
        Assert.True(throttle.IsThrottling);
    }

    [Fact]
    public void The_throttle_allows_a_number_of_rows_per_second_in_whole_batches()
    {
        for (var second = 0; second < 10; second++)
        {
            Assert.True(throttle.TryAcquire(RowsPerSecond));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(throttle.TryAcquire(RowsPerSecond + 1));
        Assert.True(throttle.IsThrottling);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.True(throttle.TryAcquire(RowsPerSecond));
        Assert.False(throttle.TryAcquire(1));
    }

    [Fact]
    public void While_more_comes_all_of_it_is_held_back_and_a_second_after_none()
    {
        Assert.True(throttle.TryAcquire(RowsPerSecond));
        for (var tenth = 0; tenth < 100; tenth++)
        {
            Assert.False(throttle.TryAcquire(RowsPerSecond / 5));
            Assert.True(throttle.IsThrottling);
            clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(throttle.IsThrottling);
        Assert.True(throttle.TryAcquire(1));
    }

    private long RowsOnDisk() => Directory.Exists(root)
        ? Directory.EnumerateFiles(root, "*.usage", SearchOption.AllDirectories).SelectMany(SpoolFrame.Read).Sum(batch => (long)batch.Rows)
        : 0;

    /// <summary>A table that keeps the rule of the real one: a batch is written once.</summary>
    private sealed class Primary : IUsageTable
    {
        private readonly ConcurrentDictionary<Guid, int> batches = new();
        private Func<IReadOnlyList<UsageBatch>, CancellationToken, Task> mood = (_, _) => Task.CompletedTask;

        public int Rows => batches.Values.Sum();

        public void Fail(bool after) => mood = (written, _) =>
        {
            if (after)
            {
                Keep(written);
                Recover();
            }

            throw new NpgsqlException("The connection was reset.");
        };

        public void Hang() => mood = (_, token) => Task.Delay(Timeout.Infinite, token);

        public void Refuse(Guid batch) => mood = (written, _) => written.Any(one => one.Id == batch)
            ? throw new PostgresException("no partition of relation \"api_usage\" found for row", "ERROR", "ERROR", PostgresErrorCodes.CheckViolation)
            : Task.CompletedTask;

        public void Recover() => mood = (_, _) => Task.CompletedTask;

        public async Task HasAsync(int rows) => await Waiting.UntilAsync(() => Rows == rows);

        public async Task WriteAsync(IReadOnlyList<UsageBatch> written, CancellationToken cancellationToken)
        {
            await mood(written, cancellationToken);
            Keep(written);
        }

        private void Keep(IReadOnlyList<UsageBatch> written)
        {
            foreach (var batch in written) batches.TryAdd(batch.Id, batch.Rows);
        }
    }
}
