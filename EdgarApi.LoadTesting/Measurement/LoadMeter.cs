using System.Collections.Concurrent;
using EdgarApi.LoadTesting.Traffic;
using HdrHistogram;

namespace EdgarApi.LoadTesting.Measurement;

/// <summary>Counts the requests of a run in total, per endpoint and per second.</summary>
/// <remarks>Latency runs from when a request was due, service time from when it was sent.</remarks>
public sealed class LoadMeter
{
    private readonly EndpointMeter[] _endpoints;
    private readonly LatencyHistogram _serviceTime = new();
    private readonly LatencyHistogram _sendDelay = new();
    private readonly ConcurrentDictionary<string, long> _errors = new();
    private readonly ConcurrentDictionary<string, long> _cache = new();
    private readonly List<LoadSecond> _timeline = [];
    private long _offered, _completed, _failed, _bytes;
    private (TimeSpan At, long Offered, long Completed, long Failed) _lastTick;

    internal LoadMeter(IEnumerable<string> endpoints) => _endpoints = [.. endpoints.Select(name => new EndpointMeter(name))];

    /// <summary>The endpoints, in the order of the mix.</summary>
    public IReadOnlyList<EndpointMeter> Endpoints => _endpoints;

    /// <summary>The seconds so far.</summary>
    public IReadOnlyList<LoadSecond> Timeline => _timeline;

    /// <summary>Number of errors by kind.</summary>
    public IReadOnlyDictionary<string, long> Errors => _errors;

    /// <summary>Number of responses by <c>X-Cache</c> value.</summary>
    public IReadOnlyDictionary<string, long> Cache => _cache;

    internal HistogramBase ServiceTime => _serviceTime.Total;

    internal HistogramBase SendDelay => _sendDelay.Total;

    internal HistogramBase Latency { get; } = LatencyHistogram.CreateEmpty();

    internal long Offered => Volatile.Read(ref _offered);

    internal long Completed => Volatile.Read(ref _completed);

    internal long Bytes => Volatile.Read(ref _bytes);

    internal void Offer(int endpoint)
    {
        Interlocked.Increment(ref _offered);
        _endpoints[endpoint].Offer();
    }

    /// <summary>Counts a request that was sent and has ended.</summary>
    internal void Complete(int endpoint, RequestOutcome outcome, TimeSpan due, TimeSpan sent, TimeSpan now)
    {
        _sendDelay.Record(sent - due);
        _serviceTime.Record(now - sent);
        if (outcome.Cache is { } state) _cache.AddOrUpdate(state, 1, static (_, count) => count + 1);
        Interlocked.Add(ref _bytes, outcome.Bytes);
        Count(endpoint, outcome.Error, now - due, outcome.HasLatency);
    }

    /// <summary>Counts a request that could not be sent within the timeout.</summary>
    internal void GiveUp(int endpoint, TimeSpan due, TimeSpan now) => Count(endpoint, "not sent in time", now - due, hasLatency: true);

    /// <summary>Closes a second of the timeline, or the part of it that has passed.</summary>
    internal void Tick(TimeSpan now)
    {
        var second = LatencyHistogram.CreateEmpty();
        foreach (var endpoint in _endpoints) second.Add(endpoint.TakeInterval());
        Latency.Add(second);
        _serviceTime.TakeInterval();
        _sendDelay.TakeInterval();
        var tick = (At: now, Offered, Completed, Failed: Volatile.Read(ref _failed));
        var length = (now - _lastTick.At).TotalSeconds;
        if (length <= 0) return;
        var latency = LatencySummary.From(second);
        _timeline.Add(new LoadSecond(
            Math.Round(now.TotalSeconds, 3), ToRate(tick.Offered - _lastTick.Offered), ToRate(tick.Completed - _lastTick.Completed),
            ToRate(tick.Failed - _lastTick.Failed), latency.P50, latency.P99));
        _lastTick = tick;

        double ToRate(long count) => Math.Round(count / length, 1);
    }

    private void Count(int endpoint, string? error, TimeSpan latency, bool hasLatency)
    {
        _endpoints[endpoint].Complete(latency, error is not null, hasLatency);
        if (error is not null)
        {
            Interlocked.Increment(ref _failed);
            _errors.AddOrUpdate(error, 1, static (_, count) => count + 1);
        }
        Interlocked.Increment(ref _completed);
    }
}

/// <summary>Counts and latencies of one endpoint.</summary>
public sealed class EndpointMeter
{
    private readonly LatencyHistogram _latency = new();
    private long _offered, _completed, _failed;

    internal EndpointMeter(string name) => Name = name;

    /// <summary>The endpoint's name in the catalog.</summary>
    public string Name { get; }

    /// <summary>Number of requests that were due.</summary>
    public long Offered => Volatile.Read(ref _offered);

    /// <summary>Number of requests that ended, failed ones included.</summary>
    public long Completed => Volatile.Read(ref _completed);

    /// <summary>Number of requests that failed.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Latencies up to the last full second.</summary>
    public LatencySummary Latency => LatencySummary.From(_latency.Total);

    internal void Offer() => Interlocked.Increment(ref _offered);

    internal void Complete(TimeSpan latency, bool hasFailed, bool hasLatency)
    {
        if (hasLatency) _latency.Record(latency);
        if (hasFailed) Interlocked.Increment(ref _failed);
        Interlocked.Increment(ref _completed);
    }

    internal HistogramBase TakeInterval() => _latency.TakeInterval();

    internal EndpointResult ToResult() => new(Name, Offered, Completed, Failed, Latency, LatencySummary.GetCurve(_latency.Total));
}

/// <summary>One second of a run: rates per second, latencies in milliseconds.</summary>
/// <param name="At">Seconds from the start of the run to the end of this second.</param>
/// <param name="Offered">Requests due.</param>
/// <param name="Completed">Requests that ended.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="P50">Median latency.</param>
/// <param name="P99">99th percentile of the latency.</param>
public sealed record LoadSecond(double At, double Offered, double Completed, double Failed, double P50, double P99);
