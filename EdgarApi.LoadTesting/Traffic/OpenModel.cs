using System.Threading.Channels;

namespace EdgarApi.LoadTesting.Traffic;

/// <summary>
/// Open model: requests arrive at the scenario's rate regardless of the server. A request that cannot be sent because all connections are
/// busy is still due, and its latency runs from then. A stalled server thus cannot hide the stall by slowing the generator down
/// (coordinated omission).
/// </summary>
internal sealed class OpenModel(TrafficContext context, RampedRate rate, int connections)
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(100), Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>Waking more often than this would take time from a server on the same machine.</summary>
    private static readonly TimeSpan MinPause = TimeSpan.FromMicroseconds(250);

    private readonly record struct Arrival(LoadRequest Request, TimeSpan Due);

    public async Task RunAsync(CancellationToken stop)
    {
        var arrivals = Channel.CreateUnbounded<Arrival>(new UnboundedChannelOptions { SingleWriter = true });
        var senders = Enumerable.Range(0, connections)
            .Select(_ => Task.Run(() => SendAsync(arrivals.Reader, stop), CancellationToken.None)).ToArray();
        try
        {
            var arriving = Task.Factory.StartNew(
                () => Arrive(arrivals.Writer, stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await arriving.ConfigureAwait(false);
        }
        finally
        {
            arrivals.Writer.Complete();
            await Task.WhenAll(senders).ConfigureAwait(false);
        }
    }

    private void Arrive(ChannelWriter<Arrival> arrivals, CancellationToken stop)
    {
        var random = new Random(context.Seed);
        using var ticks = context.Time == TimeProvider.System ? null : new PeriodicTimer(Tick, context.Time);
        for (long next = 0, all = rate.Arrivals; ;)
        {
            for (var now = context.Now; next < all && rate.GetArrivalTime(next) is var due && due <= now; next++)
            {
                var request = context.Requests.Next(random);
                context.Meter.Offer(request.Endpoint);
                arrivals.TryWrite(new Arrival(request, due));
            }
            if (next == all) return;
            stop.ThrowIfCancellationRequested();
            if (ticks is null) Sleep(rate.GetArrivalTime(next) - context.Now);
            else ticks.WaitForNextTickAsync(stop).AsTask().GetAwaiter().GetResult();
        }
    }

    private static void Sleep(TimeSpan untilDue) =>
        PreciseSleep.Sleep(untilDue < MinPause ? MinPause : untilDue < MaxPause ? untilDue : MaxPause);

    private async Task SendAsync(ChannelReader<Arrival> arrivals, CancellationToken stop)
    {
        using var connection = context.Connect();
        await foreach (var (request, due) in arrivals.ReadAllAsync(stop).ConfigureAwait(false))
        {
            var sent = context.Now;
            if (sent - due > context.Timeout)
            {
                context.Meter.GiveUp(request.Endpoint, due, sent);
                continue;
            }
            var outcome = await connection.SendAsync(request.Bytes, stop).ConfigureAwait(false);
            context.Meter.Complete(request.Endpoint, outcome, due, sent, context.Now);
        }
    }
}
