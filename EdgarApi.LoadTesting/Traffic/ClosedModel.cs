namespace EdgarApi.LoadTesting.Traffic;

/// <summary>
/// Closed model: users send a request, wait for the response, pause (exponentially distributed) and repeat, each over their own connection.
/// </summary>
internal sealed class ClosedModel(TrafficContext context, RampedRate users, TimeSpan think)
{
    /// <summary>Without a pause, immediate errors would make a busy loop.</summary>
    private static readonly TimeSpan MinPauseAfterError = TimeSpan.FromMilliseconds(100);

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, (int)Math.Ceiling(Math.Max(users.From, users.To)))
        .Select(user => Task.Run(() => RunUserAsync(user, stop), CancellationToken.None)));

    private async Task RunUserAsync(int user, CancellationToken stop)
    {
        var random = new Random(unchecked(context.Seed * 31 + user));
        using var connection = context.Connect();
        for (var due = users.GetUserStart(user) + DrawPause(random); due < users.GetUserEnd(user); due = context.Now + DrawPause(random))
        {
            if (due - context.Now is var wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, context.Time, stop).ConfigureAwait(false);
            var request = context.Requests.Next(random);
            context.Meter.Offer(request.Endpoint);
            var sent = context.Now;
            var outcome = await connection.SendAsync(request.Bytes, stop).ConfigureAwait(false);
            context.Meter.Complete(request.Endpoint, outcome, sent, sent, context.Now);
            if (outcome.Error is not null && think == TimeSpan.Zero)
                await Task.Delay(MinPauseAfterError, context.Time, stop).ConfigureAwait(false);
        }
    }

    private TimeSpan DrawPause(Random random) => think * -Math.Log(1 - random.NextDouble());
}
