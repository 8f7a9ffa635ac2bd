using System.Threading.Channels;
using EdgarApi.Cli.Load.Measurement;

namespace EdgarApi.Cli.Load.Traffic;

/// <summary>What both models of traffic need: what to send, over what, how it is counted and by whose clock.</summary>
internal sealed record TrafficContext(RequestSource Requests, Func<LoadConnection> Connect, LoadMeter Meter, TimeSpan Timeout, int Seed, TimeProvider Time)
{
    public long Start { get; } = Time.GetTimestamp();

    public TimeSpan Now => Time.GetElapsedTime(Start);
}

/// <summary>
/// Open model: requests arrive at the scenario's rate however the server does. What cannot be sent because all connections wait is due all the same, and its latency
/// runs from then on: a server that stalls cannot hide the stall by slowing the generator down (coordinated omission).
/// </summary>
internal sealed class OpenModel(TrafficContext context, RampedRate rate, int connections)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly record struct Arrival(LoadRequest Request, TimeSpan Due);

    public async Task RunAsync(CancellationToken stop)
    {
        var arrivals = Channel.CreateUnbounded<Arrival>(new UnboundedChannelOptions { SingleWriter = true });
        using var timer = new PeriodicTimer(Tick, context.Time);
        // A thread of its own sleeps to the millisecond; the runtime's timers go by a coarser clock, and their lateness would be in every latency.
        Action pause = context.Time == TimeProvider.System ? () => Thread.Sleep(Tick) : () => timer.WaitForNextTickAsync(stop).AsTask().GetAwaiter().GetResult();
        var senders = Enumerable.Range(0, connections).Select(_ => Task.Run(() => SendAsync(arrivals.Reader, stop), CancellationToken.None)).ToArray();
        try
        {
            await Task.Factory.StartNew(() => Arrive(arrivals.Writer, pause, stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            arrivals.Writer.Complete();
            await Task.WhenAll(senders).ConfigureAwait(false);
        }
    }

    private void Arrive(ChannelWriter<Arrival> arrivals, Action pause, CancellationToken stop)
    {
        var random = new Random(context.Seed);
        for (long next = 0, all = rate.Arrivals; ; pause())
        {
            for (var now = context.Now; next < all && rate.TimeOf(next) is var due && due <= now; next++)
            {
                var request = context.Requests.Next(random);
                context.Meter.Offer(request.Endpoint);
                arrivals.TryWrite(new Arrival(request, due));
            }
            if (next == all) return;
            stop.ThrowIfCancellationRequested();
        }
    }

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
            context.Meter.End(request.Endpoint, outcome, due, sent, context.Now);
        }
    }
}

/// <summary>Closed model: users who ask, wait for the answer, think for a while (exponentially distributed) and ask again, each over a connection of their own.</summary>
internal sealed class ClosedModel(TrafficContext context, RampedRate users, TimeSpan think)
{
    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, (int)Math.Ceiling(Math.Max(users.From, users.To))).Select(user => Task.Run(() => UseAsync(user, stop), CancellationToken.None)));

    private async Task UseAsync(int user, CancellationToken stop)
    {
        var random = new Random(unchecked(context.Seed * 31 + user));
        using var connection = context.Connect();
        for (var due = users.TimeOfUser(user) + Pause(random); due < users.Length; due = context.Now + Pause(random))
        {
            if (due - context.Now is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, context.Time, stop).ConfigureAwait(false);
            var request = context.Requests.Next(random);
            context.Meter.Offer(request.Endpoint);
            var sent = context.Now;
            var outcome = await connection.SendAsync(request.Bytes, stop).ConfigureAwait(false);
            // A user who is refused comes back after a pause too: without one, refusals would be a busy loop.
            context.Meter.End(request.Endpoint, outcome, sent, sent, context.Now);
            if (outcome.Error is not null && think == TimeSpan.Zero) await Task.Delay(TimeSpan.FromMilliseconds(100), context.Time, stop).ConfigureAwait(false);
        }
    }

    private TimeSpan Pause(Random random) => think * -Math.Log(1 - random.NextDouble());
}
