using System.Collections.Concurrent;
using EdgarApi.Cli.Load.Traffic;
using HdrHistogram;

namespace EdgarApi.Cli.Load.Measurement;

/// <summary>Counts a run's requests as they end, and lays them out by second.</summary>
/// <remarks>Latency runs from when a request was due, service time from when it went out: what a slow server kept from being sent counts as waiting.</remarks>
internal sealed class LoadMeter
{
    private readonly EndpointMeter[] endpoints;
    private readonly LatencyHistogram service = new(), sendDelay = new();
    private readonly ConcurrentDictionary<string, long> errors = new(), cache = new();
    private readonly List<LoadSecond> timeline = [];
    private long offered, ended, failed, bytes, offeredBefore, endedBefore, failedBefore;
    private TimeSpan last;

    public LoadMeter(IEnumerable<string> endpoints) => this.endpoints = [.. endpoints.Select(name => new EndpointMeter(name))];

    public IReadOnlyList<EndpointMeter> Endpoints => endpoints;
    public IReadOnlyList<LoadSecond> Timeline => timeline;
    public IReadOnlyDictionary<string, long> Errors => errors;
    public IReadOnlyDictionary<string, long> Cache => cache;
    public HistogramBase ServiceTime => service.Total;
    public HistogramBase SendDelay => sendDelay.Total;
    public HistogramBase Latency { get; } = LatencyHistogram.Empty();
    public long Offered => Volatile.Read(ref offered);
    public long Ended => Volatile.Read(ref ended);
    public long Bytes => Volatile.Read(ref bytes);

    public void Offer(int endpoint)
    {
        Interlocked.Increment(ref offered);
        endpoints[endpoint].Offer();
    }

    /// <summary>A request ended.</summary>
    public void End(int endpoint, Outcome outcome, TimeSpan due, TimeSpan sent, TimeSpan now)
    {
        sendDelay.Record(sent - due);
        service.Record(now - sent);
        if (outcome.Cache is { } state) cache.AddOrUpdate(state, 1, static (_, count) => count + 1);
        Interlocked.Add(ref bytes, outcome.Bytes);
        Count(endpoint, outcome.Error, now - due, outcome.Waited);
    }

    /// <summary>A request that was due was not sent in the time that callers wait.</summary>
    public void GiveUp(int endpoint, TimeSpan due, TimeSpan now) => Count(endpoint, "not sent in time", now - due, waited: true);

    /// <summary>Closes a second (or what passed of it) of the timeline.</summary>
    public void Tick(TimeSpan now)
    {
        var second = LatencyHistogram.Empty();
        foreach (var endpoint in endpoints) second.Add(endpoint.TakeInterval());
        Latency.Add(second);
        service.TakeInterval();
        sendDelay.TakeInterval();
        var (allOffered, allEnded, allFailed) = (Offered, Ended, Volatile.Read(ref failed));
        var length = (now - last).TotalSeconds;
        if (length <= 0) return;
        var summary = LatencySummary.Of(second);
        timeline.Add(new LoadSecond(
            Math.Round(now.TotalSeconds, 3), Rate(allOffered - offeredBefore), Rate(allEnded - endedBefore), Rate(allFailed - failedBefore), summary.P50, summary.P99));
        (last, offeredBefore, endedBefore, failedBefore) = (now, allOffered, allEnded, allFailed);

        double Rate(long count) => Math.Round(count / length, 1);
    }

    private void Count(int endpoint, string? error, TimeSpan latency, bool waited)
    {
        endpoints[endpoint].End(latency, error is not null, waited);
        if (error is not null)
        {
            Interlocked.Increment(ref failed);
            errors.AddOrUpdate(error, 1, static (_, count) => count + 1);
        }
        Interlocked.Increment(ref ended);
    }
}

/// <summary>One endpoint's counts and latencies.</summary>
internal sealed class EndpointMeter(string name)
{
    private readonly LatencyHistogram latency = new();
    private long offered, ended, failed;

    public string Name => name;
    public long Offered => Volatile.Read(ref offered);
    public long Ended => Volatile.Read(ref ended);
    public long Failed => Volatile.Read(ref failed);
    public HistogramBase Latency => latency.Total;

    public void Offer() => Interlocked.Increment(ref offered);

    public void End(TimeSpan duration, bool hasFailed, bool waited)
    {
        if (waited) latency.Record(duration);
        if (hasFailed) Interlocked.Increment(ref failed);
        Interlocked.Increment(ref ended);
    }

    public HistogramBase TakeInterval() => latency.TakeInterval();
}

/// <summary>A second of a run: rates a second, latencies in milliseconds.</summary>
/// <param name="At">Seconds from the start to its end.</param>
internal sealed record LoadSecond(double At, double Offered, double Ended, double Failed, double P50, double P99);
