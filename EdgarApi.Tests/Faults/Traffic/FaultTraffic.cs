using System.Collections.Concurrent;
using System.Globalization;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Traffic;
using EdgarApi.Tests.Faults.Running;

namespace EdgarApi.Tests.Faults.Traffic;

/// <summary>
/// Requests at a constant rate, however slow the service is (open model), each checked against the right response. Latencies run from when
/// a request was due.
/// </summary>
internal sealed class FaultTraffic : IAsyncDisposable
{
    public const string Wrong = "wrong answer";

    private const int Seed = 16;

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Task, bool> _inProgress = new();
    private readonly ConcurrentQueue<SentRequest> _requests = new();
    private readonly ExpectedAnswers _expected;
    private readonly Ingress _ingress;
    private readonly LoadMeter _meter;
    private readonly double _rate;
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly Task _work;

    /// <param name="system">The system.</param>
    /// <param name="rate">Requests per second.</param>
    /// <param name="attemptTimeout">How long a request waits for a response before it is repeated; by default ten seconds.</param>
    public FaultTraffic(FaultySystem system, double rate, TimeSpan? attemptTimeout = null)
    {
        (_expected, _rate) = (system.Expected, rate);
        _ingress = new Ingress(system, attemptTimeout ?? TimeSpan.FromSeconds(10));
        _meter = new LoadMeter(_expected.Endpoints);
        _work = Task.WhenAll(Task.Run(SendAsync), Task.Run(TickAsync));
    }

    /// <summary>Time since the start.</summary>
    public TimeSpan Now => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>Every request that has ended.</summary>
    public IReadOnlyCollection<SentRequest> Requests => _requests;

    /// <summary>The seconds so far.</summary>
    public IReadOnlyList<LoadSecond> Timeline => _meter.Timeline;

    /// <summary>Stops sending, and waits for the last responses.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_inProgress.Keys);
        _meter.Tick(Now);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _ingress.DisposeAsync();
        _end.Dispose();
    }

    private async Task SendAsync()
    {
        var random = new Random(Seed);
        for (var number = 0L; ; number++)
        {
            var due = TimeSpan.FromSeconds(number / _rate);
            if (due - Now is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, _end.Token);
            _end.Token.ThrowIfCancellationRequested();
            var sending = SendAsync(_expected.Draw(random), due);
            _inProgress[sending] = true;
            _ = sending.ContinueWith(
                ended => _inProgress.TryRemove(ended, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private async Task SendAsync(ExpectedAnswer expected, TimeSpan due)
    {
        _meter.Offer(expected.Endpoint);
        var sent = Now;
        var reply = await _ingress.GetAsync(expected.Path, CancellationToken.None);
        var error = reply.Error ?? (reply.Checksum == expected.Checksum ? null : Wrong);
        var now = Now;
        _meter.Complete(expected.Endpoint, new RequestOutcome(error, reply.Length, reply.Cache), due, sent, now);
        _requests.Enqueue(
            new SentRequest(expected.Endpoint, expected.Path, due, sent - due, now - due, error, reply.Repeated, reply.Cache));
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(_end.Token)) _meter.Tick(Now);
    }
}

/// <summary>A request that has ended.</summary>
/// <param name="Endpoint">The index of its endpoint.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Due">When it was due, since the start of the traffic.</param>
/// <param name="Late">How much later than that it was sent, because this process was busy.</param>
/// <param name="Latency">From when it was due to the end of the response.</param>
/// <param name="Error">Why it failed; null if it succeeded.</param>
/// <param name="Repeated">Why it was repeated; null if it was not.</param>
/// <param name="Cache">The header <c>X-Cache</c>.</param>
internal sealed record SentRequest(
    int Endpoint, string Path, TimeSpan Due, TimeSpan Late, TimeSpan Latency, string? Error, string? Repeated, string? Cache)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Error ?? Repeated} at {Due.TotalSeconds:0.0} s: {Path}");
}
