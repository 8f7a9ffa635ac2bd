namespace EdgarApi.Tests.Accounts.Usage;

/// <summary>The primary gets a limited number of rows per second. The rest waits on disk.</summary>
#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
public sealed class UsageThrottleTests : UsageWriterTest
{
    [Fact]
    public void The_throttle_allows_a_number_of_rows_per_second_in_whole_batches()
    {
        for (var second = 0; second < 10; second++)
        {
            Assert.True(Throttle.TryAcquire(RowsPerSecond));
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(Throttle.TryAcquire(RowsPerSecond + 1));
        Assert.True(Throttle.IsThrottling);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.True(Throttle.TryAcquire(RowsPerSecond));
        Assert.False(Throttle.TryAcquire(1));
    }

    [Fact]
    public void Everything_is_held_back_during_a_burst_and_nothing_a_second_later()
    {
        Assert.True(Throttle.TryAcquire(RowsPerSecond));
        for (var tenth = 0; tenth < 100; tenth++)
        {
            Assert.False(Throttle.TryAcquire(RowsPerSecond / 5));
            Assert.True(Throttle.IsThrottling);
            Clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(Throttle.IsThrottling);
        Assert.True(Throttle.TryAcquire(1));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Rows_above_the_throttle_wait_on_disk_until_the_load_falls()
    {
        // The throttle's clock is stopped, so its allowance is spent while the load lasts.
        while (Throttle.TryAcquire(RowsPerSecond)) { }
        await Replay.StartAsync(Token);
        await Writer.StartAsync(Token);
        for (var i = 0; i < 5_000; i++) Recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => RowsOnDisk() == 5_000);
        Assert.Equal((0, false), (Primary.Rows, Replay.IsPrimaryUnavailable));

        Clock.Advance(TimeSpan.FromSeconds(2));
        await Primary.HasAsync(5_000);
        await Waiting.UntilAsync(() => Spool.Bytes == 0);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_half_full_spool_is_written_despite_throttling()
    {
        while (Throttle.TryAcquire(RowsPerSecond)) { }
        while (!Spool.IsHalfFull) Assert.True(Spool.TryAppend(SomeUsage.Batch(1_000)));
        Assert.True(Throttle.IsThrottling);
        await Replay.StartAsync(Token);

        await Waiting.UntilAsync(() => Spool.Bytes == 0);
        Assert.True(Throttle.IsThrottling);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_shutdown_does_not_wait_for_the_throttle()
    {
        while (Throttle.TryAcquire(RowsPerSecond)) { }
        Assert.True(Spool.TryAppend(SomeUsage.Batch(7)));
        await Replay.StopAsync(Token);

        Assert.Equal((7, true), (Primary.Rows, Throttle.IsThrottling));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Sustained_load_is_written_a_minute_late()
    {
        while (Throttle.TryAcquire(RowsPerSecond)) { }
        Assert.True(Spool.TryAppend(SomeUsage.Batch(7, DateTime.UtcNow.AddMinutes(-1))));
        await Replay.StartAsync(Token);

        await Primary.HasAsync(7);
        Assert.True(Throttle.IsThrottling);
    }
}
