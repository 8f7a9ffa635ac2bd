namespace EdgarApi.Warmer.Warming;

/// <summary>Waiting for moments of the wall clock, where timers only know lengths of time.</summary>
internal static class WallClock
{
    /// <summary>A timer does not see that the clock was set, or that the machine slept: after so long the clock is looked at again.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <summary>Ends when the moment has come, at once if it is over.</summary>
    public static async Task UntilAsync(this TimeProvider time, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        for (var now = time.GetUtcNow(); now < moment; now = time.GetUtcNow())
        {
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var timer = Task.Delay(moment - now < LongestTimer ? moment - now : LongestTimer, time, giveUp.Token);
            // A timer is late by what passed between the look at the clock and its own beginning; if that was much, another is set.
            if (time.GetUtcNow() - now < Tolerance) await timer.ConfigureAwait(false);
            else await giveUp.CancelAsync().ConfigureAwait(false);
        }
    }
}
