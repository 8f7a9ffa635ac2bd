using EdgarApi.Contracts;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Scenarios;
using EdgarApi.LoadTesting.Traffic;

namespace EdgarApi.LoadTesting;

/// <summary>Runs one load test.</summary>
/// <param name="catalog">Endpoints and service levels.</param>
/// <param name="settings">The run.</param>
/// <param name="target">The API under load.</param>
/// <param name="serverIds">Server processes on this machine whose CPU time and memory are reported.</param>
/// <param name="time">The clock.</param>
public sealed class LoadRunner(
    LoadCatalog catalog, LoadSettings settings, LoadTarget target, IReadOnlyList<int> serverIds, TimeProvider time)
{
    private const int MaxCompanies = 1000;

    /// <summary>Called every second with the measurements so far and the time since the start.</summary>
    public Action<LoadMeter, TimeSpan> OnSecond { get; init; } = (_, _) => { };

    /// <summary>Called with a message for each step before the run.</summary>
    public Action<string> OnNote { get; init; } = _ => { };

    /// <summary>Runs to the end. When <paramref name="stop"/> is cancelled during the run, returns what was measured so far.</summary>
    /// <exception cref="LoadTestException">The API cannot be loaded as requested.</exception>
    public async Task<LoadResult> RunAsync(CancellationToken stop)
    {
        var companies = await target.GetCompaniesAsync(MaxCompanies, stop).ConfigureAwait(false);
        var mix = settings.Mix.Where(entry => entry.Value > 0)
            .Select(entry => (entry.Key, entry.Value, catalog.Endpoints[entry.Key].Path)).ToList();
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var newestDay = settings.Caches == CacheStart.Distinct ? RequestSource.GetNewestDay(today, settings.Seed) : (DateOnly?)null;
        var requests = new RequestSource(mix, companies, settings.Skew, target.Format, newestDay);
        var excluded = 0;
        if (settings.Caches != CacheStart.Cold)
        {
            OnNote($"Requesting {companies.Count} companies × {mix.Count} endpoints once …");
            excluded = await target.WarmAsync(requests, stop).ConfigureAwait(false);
        }

        var costs = ServerCosts.Read(await target.GetMetricsAsync(stop).ConfigureAwait(false));
        var meter = new LoadMeter(requests.Endpoints);
        var level = new RampedRate(
            settings.StartLevel, settings.Level, settings.RampUp, settings.Duration, settings.RecoveryLevel, settings.Recovery);
        var started = time.GetUtcNow();
        using var processes = new ProcessMonitor(serverIds);
        var timeout = TimeSpan.FromSeconds(settings.TimeoutSeconds);
        var context = new TrafficContext(
            requests, () => new LoadConnection(target.Address, timeout, time), meter, timeout, settings.Seed, time);
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
        var planned = settings.Model == LoadModel.Open && !stoppedEarly ? level.Arrivals / level.Length.TotalSeconds : 0;
        return CreateResult(meter, elapsed, planned) with
        {
            Started = started,
            StoppedEarly = stoppedEarly,
            Companies = companies.Count,
            ExcludedPaths = excluded,
            Processes = processes.Read(elapsed),
            Costs = ServerCosts.Subtract(
                ServerCosts.Read(await target.GetMetricsAsync(CancellationToken.None).ConfigureAwait(false)), costs),
        };
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
            // The run ended; RunAsync counts the last second.
        }
    }

    private LoadResult CreateResult(LoadMeter meter, TimeSpan elapsed, double plannedRate)
    {
        // Requests are offered until the last arrival; waiting for the last responses does not count.
        var offering = Math.Min(elapsed.TotalSeconds, settings.Length.TotalSeconds);
        var responses = meter.Cache.Values.Sum();
        var misses = meter.Cache.Where(state => state.Key is CacheStates.Miss or "other").Sum(state => state.Value);
        double? hitShare = responses == 0 ? null : (responses - misses) / (double)responses;
        var endpoints = meter.Endpoints.Select(e => e.ToResult()).ToList();
        var failed = endpoints.Sum(e => e.Failed);
        var achieved = (meter.Completed - failed) / Math.Max(elapsed.TotalSeconds, 0.001);
        return new LoadResult
        {
            Settings = settings,
            Seconds = Math.Round(elapsed.TotalSeconds, 3),
            Offered = meter.Offered,
            Completed = meter.Completed,
            Failed = failed,
            OfferedRate = Math.Round(meter.Offered / Math.Max(offering, 0.001), 1),
            AchievedRate = Math.Round(achieved, 1),
            PlannedRate = Math.Round(plannedRate, 1),
            Bytes = meter.Bytes,
            Latency = LatencySummary.From(meter.Latency),
            ServiceTime = LatencySummary.From(meter.ServiceTime),
            SendDelay = LatencySummary.From(meter.SendDelay),
            Endpoints = endpoints,
            Errors = meter.Errors,
            Cache = meter.Cache,
            CacheHitShare = hitShare,
            Timeline = meter.Timeline,
            Verdicts = settings.Recovery > TimeSpan.Zero
                ? [.. DegradationVerdicts.Create(catalog, settings, endpoints, meter.Timeline, meter.Errors)]
                : ServiceLevelVerdicts.Create(
                    catalog, endpoints, plannedRate, achieved, hitShare, judgesCache: settings.Caches == CacheStart.Warm),
        };
    }
}
