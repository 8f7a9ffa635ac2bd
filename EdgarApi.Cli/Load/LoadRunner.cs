using EdgarApi.Cli.Load.Measurement;
using EdgarApi.Cli.Load.Scenarios;
using EdgarApi.Cli.Load.Traffic;

namespace EdgarApi.Cli.Load;

/// <summary>A run from its settings to its result.</summary>
internal sealed class LoadRunner(LoadCatalog catalog, LoadSettings settings, LoadTarget target, IReadOnlyList<int> serverIds, TimeProvider time)
{
    private const int MostCompanies = 1000;

    /// <summary>Says each second how far the run is.</summary>
    public Action<LoadMeter, TimeSpan> OnSecond { get; init; } = (_, _) => { };

    /// <summary>Says what is done before the run.</summary>
    public Action<string> OnNote { get; init; } = _ => { };

    /// <summary>Runs to the end, or until <paramref name="stop"/>: then the result is of what ran until then.</summary>
    public async Task<LoadResult> RunAsync(CancellationToken stop)
    {
        var companies = await target.CompaniesAsync(MostCompanies, stop).ConfigureAwait(false);
        var mix = settings.Mix.Where(entry => entry.Value > 0).Select(entry => (entry.Key, entry.Value, catalog.Endpoints[entry.Key].Path)).ToList();
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var requests = new RequestSource(mix, companies, settings.Skew, target.Format, settings.Caches == CacheStart.Distinct ? today : null);
        var leftOut = 0;
        if (settings.Caches != CacheStart.Cold)
        {
            OnNote($"Asking {companies.Count} companies × {mix.Count} endpoints once …");
            leftOut = await target.WarmAsync(requests, stop).ConfigureAwait(false);
        }

        var meter = new LoadMeter(requests.Endpoints);
        var level = new RampedRate(settings.StartLevel, settings.Level, settings.RampUp, settings.Duration);
        var started = time.GetUtcNow();
        using var use = new ProcessUse(serverIds);
        var timeout = TimeSpan.FromSeconds(settings.TimeoutSeconds);
        var context = new TrafficContext(requests, () => new LoadConnection(target.Address, timeout, time), meter, timeout, settings.Seed, time);
        using var ended = new CancellationTokenSource();
        var ticking = TickAsync(meter, context, ended.Token);
        var stoppedEarly = false;
        try
        {
            await (settings.Model == LoadModel.Open
                ? new OpenModel(context, level, settings.Connections).RunAsync(stop)
                : new ClosedModel(context, level, TimeSpan.FromSeconds(settings.ThinkSeconds)).RunAsync(stop)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            stoppedEarly = true;
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await ticking.ConfigureAwait(false);
        }
        var elapsed = context.Now;
        meter.Tick(elapsed);
        return Result(meter, started, elapsed, stoppedEarly, companies.Count, leftOut, settings.Model == LoadModel.Open ? level : null, use.Read(elapsed));
    }

    private async Task TickAsync(LoadMeter meter, TrafficContext context, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended).ConfigureAwait(false))
            {
                var now = context.Now;
                meter.Tick(now);
                OnSecond(meter, now);
            }
        }
        catch (OperationCanceledException)
        {
            // The run ended: the last second is counted by whoever ended it.
        }
    }

    private LoadResult Result(
        LoadMeter meter, DateTimeOffset started, TimeSpan elapsed, bool stoppedEarly, int companies, int leftOut, RampedRate? open, IReadOnlyList<ProcessUsage> processes)
    {
        // What waits for an answer after the last arrival is no time in which requests were offered.
        var offering = Math.Min(elapsed.TotalSeconds, (settings.RampUp + settings.Duration).TotalSeconds);
        var seconds = Math.Max(elapsed.TotalSeconds, 0.001);
        var answers = meter.Cache.Values.Sum();
        double? hits = answers == 0 ? null : meter.Cache.Where(state => state.Key is not ("miss" or "other")).Sum(state => state.Value) / (double)answers;
        var endpoints = meter.Endpoints
            .Select(e => new EndpointResult(e.Name, e.Offered, e.Ended, e.Failed, LatencySummary.Of(e.Latency), LatencySummary.Curve(e.Latency))).ToList();
        var planned = open is null || stoppedEarly ? 0 : open.Arrivals / open.Length.TotalSeconds;
        var achieved = (meter.Ended - endpoints.Sum(e => e.Failed)) / seconds;
        return new LoadResult(
            settings, started, Math.Round(elapsed.TotalSeconds, 3), stoppedEarly, companies, leftOut,
            meter.Offered, meter.Ended, endpoints.Sum(e => e.Failed), Math.Round(meter.Offered / Math.Max(offering, 0.001), 1), Math.Round(achieved, 1), Math.Round(planned, 1), meter.Bytes,
            LatencySummary.Of(meter.Latency), LatencySummary.Of(meter.ServiceTime), LatencySummary.Of(meter.SendDelay), endpoints,
            meter.Errors, meter.Cache, hits, processes, meter.Timeline,
            Verdicts.Of(catalog, endpoints, planned, achieved, hits, settings.Caches == CacheStart.Warm));
    }
}

/// <summary>The models of traffic by name.</summary>
internal static class LoadModel
{
    public const string Open = "open", Closed = "closed";
}

/// <summary>What caches know when a run starts.</summary>
internal static class CacheStart
{
    /// <summary>Each address was asked once before.</summary>
    public const string Warm = "warm";

    /// <summary>Nothing was asked before the run.</summary>
    public const string Cold = "cold";

    /// <summary>Each request asks for the state of another day, which no cached answer serves.</summary>
    public const string Distinct = "distinct";
}
