using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Accounts.Usage.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace EdgarApi.Tests.Accounts.Usage;

/// <summary>The writer with a fake primary that fails in every way. <see cref="UsageProcessTests"/> uses real processes.</summary>
#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
public sealed class UsageWriterTests : IAsyncDisposable
{
    /// <summary>Space for about 25,000 records, which is two of the largest batches.</summary>
    private const int SpoolBytes = 4 * 1024 * 1024;

    private const int RowsPerSecond = 1_000;

    private readonly string _root = TestFolder.New("spool");
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeLogCollector _log = new();
    private readonly FakeLogCollector _writerLog = new();
    private readonly Primary _primary = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly UsageThrottle _throttle;
    private readonly UsageMetrics _metrics;
    private readonly UsageRecorder _recorder;
    private readonly UsageSpool _spool;
    private readonly UsageReplay _replay;
    private readonly UsageWriter _writer;

    public UsageWriterTests()
    {
        _metrics = new UsageMetrics(_services.GetRequiredService<IMeterFactory>());
        _recorder = new UsageRecorder(_metrics);
        _spool = new UsageSpool(_root, SpoolBytes);
        _throttle = new UsageThrottle(RowsPerSecond, _clock);
        _replay = new UsageReplay(_primary, _spool, _throttle, _metrics, TimeProvider.System, new FakeLogger<UsageReplay>(_log));
        _writer = new UsageWriter(
            _recorder,
            _primary,
            _spool,
            _replay,
            _throttle,
            _metrics,
            Options.Create(new UsageOptions()),
            TimeProvider.System,
            new FakeLogger<UsageWriter>(_writerLog));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        await _replay.StopAsync(CancellationToken.None);
        _writer.Dispose();
        _replay.Dispose();
        _spool.Dispose();
        await _services.DisposeAsync();
        if (File.Exists(_root)) File.Delete(_root);
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_few_records_do_not_wait_for_more()
    {
        await _writer.StartAsync(Token);
        _recorder.Record(SomeUsage.Record());

        await _primary.HasAsync(1);
        Assert.Equal(0, _spool.Bytes);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_commit_whose_response_is_lost_is_not_written_twice()
    {
        _primary.Fail(after: true);
        await _writer.StartAsync(Token);
        for (var i = 0; i < 250; i++) _recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => _spool.Bytes > 0);
        await _replay.StartAsync(Token);
        await Waiting.UntilAsync(() => _spool.Bytes == 0 && !_replay.IsPrimaryUnavailable);
        Assert.Equal(
            [
                "Warning The primary does not accept usage records; keeping them on disk: The connection was reset.",
                "Information The primary accepts usage records again",
            ],
            _log.GetSnapshot().Select(entry => $"{entry.Level} {entry.Message}"));
        _recorder.Record(SomeUsage.Record());

        await _primary.HasAsync(251);
        await _writer.StopAsync(Token);
        Assert.Equal(251, _primary.Rows);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_primary_that_does_not_respond_blocks_nothing()
    {
        _primary.Hang();
        await _writer.StartAsync(Token);
        _recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => _spool.Bytes > 0);
        _recorder.Record(SomeUsage.Record());
        var before = _spool.Bytes;
        await Waiting.UntilAsync(() => _spool.Bytes > before);

        Assert.True(_replay.IsPrimaryUnavailable);
        // One slow write, such as the first, is acceptable. If the primary is unavailable, the replay finds out.
        Assert.Equal(
            ["Information The primary is slow to accept usage records; keeping them on disk"],
            _log.GetSnapshot().Select(entry => $"{entry.Level} {entry.Message}"));
        _primary.Recover();
        await _replay.StartAsync(Token);
        await _primary.HasAsync(2);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_shutdown_loses_nothing_from_the_queue()
    {
        for (var i = 0; i < 25_000; i++) _recorder.Record(SomeUsage.Record());
        await _writer.StartAsync(Token);
        await _writer.StopAsync(Token);
        // On a busy machine, a batch may time out and go to disk instead.
        await _replay.StopAsync(Token);

        Assert.Equal((25_000, 0), (_primary.Rows, _spool.Bytes));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_shutdown_while_the_primary_is_unavailable_leaves_everything_on_disk()
    {
        _primary.Fail(after: false);
        await _writer.StartAsync(Token);
        for (var i = 0; i < 1_000; i++) _recorder.Record(SomeUsage.Record());
        await _writer.StopAsync(Token);

        Assert.Equal(1_000, SpoolFrame.Read(_spool.GetOldestFile()!).Sum(batch => batch.Rows));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Batches_on_disk_get_a_last_attempt_at_shutdown()
    {
        _primary.Fail(after: false);
        await _writer.StartAsync(Token);
        for (var i = 0; i < 1_000; i++) _recorder.Record(SomeUsage.Record());
        await _writer.StopAsync(Token);
        _primary.Recover();
        await _replay.StopAsync(Token);

        Assert.Equal((1_000, 0), (_primary.Rows, _spool.Bytes));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task When_the_disk_is_full_records_are_counted_as_rejected_and_later_ones_are_stored()
    {
        _primary.Fail(after: false);
        await _writer.StartAsync(Token);
        for (var i = 0; i < 60_000; i++) _recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => _metrics.RefusedCount > 0 && _recorder.Reader.Count == 0);
        _primary.Recover();
        await _replay.StartAsync(Token);
        await Waiting.UntilAsync(() => _spool.Bytes == 0 && !_replay.IsPrimaryUnavailable);
        await _writer.StopAsync(Token);

        Assert.Equal(60_000, _primary.Rows + _metrics.RefusedCount);
        Assert.InRange(_primary.Rows, 1, 59_999);
    }

    /// <summary>The spool's folder cannot be created. The throttle sends everything to disk, although the primary is healthy.</summary>
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_failing_disk_loses_no_record_while_the_primary_is_available()
    {
        await File.WriteAllTextAsync(_root, "not a folder", Token);
        while (_throttle.TryAcquire(RowsPerSecond)) { }
        await _replay.StartAsync(Token);
        await _writer.StartAsync(Token);
        for (var i = 0; i < 28_110; i++) _recorder.Record(SomeUsage.Record());

        await _primary.HasAsync(28_110);
        Assert.Equal((0, false), (_metrics.RefusedCount, _replay.IsPrimaryUnavailable));
        var entry = Assert.Single(_writerLog.GetSnapshot());
        Assert.Equal(LogLevel.Warning, entry.Level);
        Assert.StartsWith("The disk does not accept usage records", entry.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_log.GetSnapshot(), entry => entry.Level >= LogLevel.Warning);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Health_is_degraded_while_records_are_lost_and_the_log_names_both_causes()
    {
        await File.WriteAllTextAsync(_root, "not a folder", Token);
        var clock = new FakeTimeProvider();
        var metrics = new UsageMetrics(_services.GetRequiredService<IMeterFactory>(), clock);
        using var writer = new UsageWriter(
            _recorder, _primary, _spool, _replay, _throttle, metrics, Options.Create(new UsageOptions()), TimeProvider.System,
            new FakeLogger<UsageWriter>(_writerLog));
        var check = new UsageHealthCheck(new UsageBacklog(_recorder, _spool, _replay, metrics, new UsageOptions()), metrics);
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new(), Token)).Status);
        _primary.Fail(after: false);
        await writer.StartAsync(Token);
        _recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => metrics.RefusedCount == 1);

        var health = await check.CheckHealthAsync(new(), Token);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("1 requests were not recorded", health.Description, StringComparison.Ordinal);
        await Waiting.UntilAsync(() => _writerLog.GetSnapshot().Any(entry => entry.Level == LogLevel.Error));
        Assert.Contains("The connection was reset.", _writerLog.GetSnapshot()[^1].Message, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new(), Token)).Status);
        await writer.StopAsync(Token);
    }

    /// <summary>A real disk that fills up in the middle of the second of the largest batches.</summary>
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_disk_that_fills_up_keeps_whole_batches_and_the_rest_goes_to_the_primary()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small disk needs root.");
        Directory.CreateDirectory(_root);
        await ShellAsync($"mount -t tmpfs -o size=2m edgar-tests '{_root}'");
        try
        {
            while (_throttle.TryAcquire(RowsPerSecond)) { }
            await _writer.StartAsync(Token);
            for (var i = 0; i < 28_110; i++) _recorder.Record(SomeUsage.Record());
            await Waiting.UntilAsync(() => RowsOnDisk() + _primary.Rows == 28_110);
            Assert.InRange(RowsOnDisk(), 1, 28_109);

            await _replay.StartAsync(Token);
            await _writer.StopAsync(Token);
            await _replay.StopAsync(Token);
            Assert.Equal((28_110, 0), (_primary.Rows, _metrics.RefusedCount));
        }
        finally
        {
            _spool.Dispose();
            await ShellAsync($"umount '{_root}'");
        }
    }

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start("sh", ["-c", command]);
        await shell.WaitForExitAsync(Token);
        Assert.True(shell.ExitCode == 0, command);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_unwritable_batch_does_not_block_others()
    {
        var (old, current) = (SomeUsage.Batch(3, DateTime.UtcNow.AddDays(-20)), SomeUsage.Batch(4));
        _primary.Refuse(old.Id);
        Assert.NotEmptyAndAll([old, current], batch => Assert.True(_spool.TryAppend(batch)));
        await _replay.StartAsync(Token);
        await Waiting.UntilAsync(() => _spool.Bytes == 0);

        Assert.Equal((4, 3), (_primary.Rows, _metrics.RefusedCount));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_batch_waits_for_its_partition()
    {
        var current = SomeUsage.Batch(4);
        _primary.Refuse(current.Id);
        _spool.TryAppend(current);
        await _replay.StartAsync(Token);
        await Waiting.UntilAsync(() => _replay.IsPrimaryUnavailable);
        _primary.Recover();

        await _primary.HasAsync(4);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Rows_above_the_throttle_wait_on_disk_until_the_load_falls()
    {
        // The throttle's clock is stopped, so its allowance is spent while the load lasts.
        while (_throttle.TryAcquire(RowsPerSecond)) { }
        await _replay.StartAsync(Token);
        await _writer.StartAsync(Token);
        for (var i = 0; i < 5_000; i++) _recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => RowsOnDisk() == 5_000);
        Assert.Equal((0, false), (_primary.Rows, _replay.IsPrimaryUnavailable));

        _clock.Advance(TimeSpan.FromSeconds(2));
        await _primary.HasAsync(5_000);
        await Waiting.UntilAsync(() => _spool.Bytes == 0);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_half_full_spool_is_written_despite_throttling()
    {
        while (_throttle.TryAcquire(RowsPerSecond)) { }
        while (!_spool.IsHalfFull) Assert.True(_spool.TryAppend(SomeUsage.Batch(1_000)));
        Assert.True(_throttle.IsThrottling);
        await _replay.StartAsync(Token);

        await Waiting.UntilAsync(() => _spool.Bytes == 0);
        Assert.True(_throttle.IsThrottling);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_shutdown_does_not_wait_for_the_throttle()
    {
        while (_throttle.TryAcquire(RowsPerSecond)) { }
        Assert.True(_spool.TryAppend(SomeUsage.Batch(7)));
        await _replay.StopAsync(Token);

        Assert.Equal((7, true), (_primary.Rows, _throttle.IsThrottling));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Sustained_load_is_written_a_minute_late()
    {
        while (_throttle.TryAcquire(RowsPerSecond)) { }
        Assert.True(_spool.TryAppend(SomeUsage.Batch(7, DateTime.UtcNow.AddMinutes(-1))));
        await _replay.StartAsync(Token);

        await _primary.HasAsync(7);
        Assert.True(_throttle.IsThrottling);
    }

    [Fact]
    public void The_throttle_allows_a_number_of_rows_per_second_in_whole_batches()
    {
        for (var second = 0; second < 10; second++)
        {
            Assert.True(_throttle.TryAcquire(RowsPerSecond));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(_throttle.TryAcquire(RowsPerSecond + 1));
        Assert.True(_throttle.IsThrottling);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True(_throttle.TryAcquire(RowsPerSecond));
        Assert.False(_throttle.TryAcquire(1));
    }

    [Fact]
    public void Everything_is_held_back_during_a_burst_and_nothing_a_second_later()
    {
        Assert.True(_throttle.TryAcquire(RowsPerSecond));
        for (var tenth = 0; tenth < 100; tenth++)
        {
            Assert.False(_throttle.TryAcquire(RowsPerSecond / 5));
            Assert.True(_throttle.IsThrottling);
            _clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_throttle.IsThrottling);
        Assert.True(_throttle.TryAcquire(1));
    }

    private long RowsOnDisk() => Directory.Exists(_root)
        ? Directory.EnumerateFiles(_root, "*.usage", SearchOption.AllDirectories).SelectMany(SpoolFrame.Read).Sum(batch => (long)batch.Rows)
        : 0;

    /// <summary>A table that, like the real one, stores each batch once.</summary>
    private sealed class Primary : IUsageTable
    {
        private readonly ConcurrentDictionary<Guid, int> _batches = new();
        private Func<IReadOnlyList<UsageBatch>, CancellationToken, Task> _write = (_, _) => Task.CompletedTask;

        public int Rows => _batches.Values.Sum();

        public void Fail(bool after) => _write = (written, _) =>
        {
            if (after)
            {
                Store(written);
                Recover();
            }

            throw new NpgsqlException("The connection was reset.");
        };

        public void Hang() => _write = (_, token) => Task.Delay(Timeout.Infinite, token);

        public void Refuse(Guid batch) => _write = (written, _) => written.Any(one => one.Id == batch)
            ? throw new PostgresException(
                "no partition of relation \"api_usage\" found for row", "ERROR", "ERROR", PostgresErrorCodes.CheckViolation)
            : Task.CompletedTask;

        public void Recover() => _write = (_, _) => Task.CompletedTask;

        public async Task HasAsync(int rows) => await Waiting.UntilAsync(() => Rows == rows);

        public async Task WriteAsync(IReadOnlyList<UsageBatch> written, CancellationToken cancellationToken)
        {
            await _write(written, cancellationToken);
            Store(written);
        }

        private void Store(IReadOnlyList<UsageBatch> written)
        {
            foreach (var batch in written) _batches.TryAdd(batch.Id, batch.Rows);
        }
    }
}
