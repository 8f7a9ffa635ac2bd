using EdgarApi.Warmer.Warming;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Warmer.Warming;

public sealed class WallClockTests
{
    private static readonly DateTimeOffset Ten = new(2026, 3, 9, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wait_ends_at_the_given_time()
    {
        var time = new FakeTimeProvider(Ten);
        var waiting = time.WaitUntilAsync(Ten.AddHours(2), Token);
        time.Advance(TimeSpan.FromHours(1));
        time.Advance(new TimeSpan(0, 59, 59));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await waiting;
        await time.WaitUntilAsync(Ten, Token);
    }

    [Fact]
    public async Task Time_that_passes_while_the_timer_is_set_does_not_delay_it()
    {
        var time = new SlowTimers(Ten) { PassesWhileOneIsSet = TimeSpan.FromMinutes(30) };
        var waiting = time.WaitUntilAsync(Ten.AddHours(1), Token);
        time.Advance(TimeSpan.FromMinutes(30));
        await waiting.InTimeAsync();
        Assert.Equal(Ten.AddHours(1), time.GetUtcNow());
    }

    [Fact]
    public async Task After_machine_sleep_a_missed_time_is_noticed_within_a_minute()
    {
        var time = new SleepyTimers(Ten);
        var waiting = time.WaitUntilAsync(Ten.AddHours(4), Token);
        time.Sleep(TimeSpan.FromHours(8));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1));
        await waiting;
    }

    [Fact]
    public async Task Cancellation_ends_the_wait()
    {
        var time = new FakeTimeProvider(Ten);
        using var giveUp = new CancellationTokenSource();
        var waiting = time.WaitUntilAsync(Ten.AddHours(1), giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    /// <summary>A clock that advances while the first timer is set, as on a busy machine.</summary>
    private sealed class SlowTimers(DateTimeOffset start) : FakeTimeProvider(start)
    {
        public TimeSpan PassesWhileOneIsSet { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var passes = PassesWhileOneIsSet;
            PassesWhileOneIsSet = TimeSpan.Zero;
            Advance(passes);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    /// <summary>Timers stop while the machine sleeps, but the wall clock does not.</summary>
    private sealed class SleepyTimers(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private TimeSpan _slept;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _slept;

        public void Sleep(TimeSpan time) => _slept += time;
    }
}
