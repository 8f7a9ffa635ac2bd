namespace EdgarApi.Warmer.Warming;

/// <summary>Waits for a time of day; timers only measure durations.</summary>
internal static class WallClock
{
    /// <summary>Timers do not notice changes of the clock or sleep of the machine, so the clock is checked at least this often.</summary>
    private static readonly TimeSpan MaxTimer = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <summary>Completes at the given time, or immediately if it has passed.</summary>
    public static async Task WaitUntilAsync(this TimeProvider time, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        for (var now = time.GetUtcNow(); now < moment; now = time.GetUtcNow())
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var timer = Task.Delay(moment - now < MaxTimer ? moment - now : MaxTimer, time, stop.Token);
            // The timer is late by the time between reading the clock and starting the timer. If that was long, start another one.
            if (time.GetUtcNow() - now < Tolerance) await timer.ConfigureAwait(false);
            else await stop.CancelAsync().ConfigureAwait(false);
        }
    }
}
