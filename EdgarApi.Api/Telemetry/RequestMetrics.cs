using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using EdgarApi.Accounts;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Usage;
using EdgarApi.Caching;
using EdgarApi.Contracts.Telemetry;

namespace EdgarApi.Api.Telemetry;

/// <summary>
/// Metrics of requests under the names of the performance requirements: meter <c>EdgarApi.Requests</c>. Recorded once per request when
/// its response is complete, without allocations. Histograms get their values in batches, the last one when metrics are collected.
/// </summary>
internal sealed class RequestMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Requests";

    private static readonly string[] StatusClasses = ["1xx", "2xx", "3xx", "4xx", "5xx"];
    private static readonly string[] Levels = ["l1", "l2", "stale", "client"];

    private readonly ConcurrentDictionary<EndpointName, EndpointRequests> _requests = new(ReferenceEqualityComparer.Instance);
    private readonly Func<EndpointName, EndpointRequests> _createRequests;
    private readonly MeasurementBatches _pending;
    private readonly ServerDuration _serverDuration;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _requestSize;
    private readonly Histogram<long> _responseSize;
    private readonly ClosedCounter _timeouts;
    private readonly ClosedCounter _validation;
    private readonly ClosedCounter _companies;
    private readonly ClosedCounter _cacheRequests;
    private readonly ClosedCounter _cacheHits;
    private readonly ClosedCounter _cacheMisses;
    private readonly CompanyDemand _demand;
    private readonly string[] _tiers;

    /// <summary>Creates the instruments.</summary>
    public RequestMetrics(IMeterFactory meters, TierCatalog tiers, CompanyDemand demand)
    {
        _demand = demand;
        var meter = meters.Create(MeterName);
        _tiers = [.. tiers.All.Select(tier => tier.Name), NoTier];
        var limits = new RequestMetricLimits();
        _createRequests = endpoint => new EndpointRequests(endpoint, _tiers.Length, limits);
        meter.CreateObservableCounter(OperationalMetrics.HttpRequests, MeasureRequests);
        _pending = new MeasurementBatches(RecordHistograms);
        _serverDuration = new ServerDuration(meter);
        _duration = meter.CreateHistogram<double>(OperationalMetrics.HttpRequestDuration);
        _requestSize = meter.CreateHistogram<long>(OperationalMetrics.HttpRequestSize);
        _responseSize = meter.CreateHistogram<long>(OperationalMetrics.HttpResponseSize);
        _timeouts = new ClosedCounter(meter, OperationalMetrics.TimeoutErrors, TimeoutSources.Names);
        _validation = new ClosedCounter(meter, OperationalMetrics.ValidationErrors, ProblemKinds.Validation.Select(kind => kind.Code));
        _companies = new ClosedCounter(meter, OperationalMetrics.CompaniesQueried, _tiers);
        _cacheRequests = new ClosedCounter(meter, OperationalMetrics.CacheRequests);
        _cacheHits = new ClosedCounter(meter, OperationalMetrics.CacheHits, Levels);
        _cacheMisses = new ClosedCounter(meter, OperationalMetrics.CacheMisses);
    }

    /// <summary>The tier of a caller that is not known yet.</summary>
    private static string NoTier => "none";

    /// <summary>The tier of requests beyond the limit of label sets.</summary>
    private static string OtherTier => "other";

    /// <summary>Records a request.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="info">What the pipeline found out about the request.</param>
    /// <param name="status">Status of the response.</param>
    /// <param name="duration">Time until the response was passed to the connection.</param>
    /// <param name="received">Bytes of the request's body.</param>
    /// <param name="sent">Bytes of the response's body.</param>
    /// <param name="isPrefetch">Whether the request only warms caches, which shows no demand.</param>
    public void Record(
        EndpointName endpoint, RequestInfo info, int status, TimeSpan duration, long received, long sent, bool isPrefetch)
    {
        if (!endpoint.IsMeasured) return;
        var known = Math.Clamp(status, EndpointRequests.FirstStatus, EndpointRequests.LastStatus);
        var requests = _requests.GetOrAdd(endpoint, _createRequests);
        requests.Add(known, GetTier(info));
        var measurement = new RequestMeasurement(requests, known, duration.TotalSeconds, received, sent);
        // A value that is recorded within a sampled trace may become its bucket's exemplar, which names the trace.
        if (Activity.Current is { Recorded: true }) RecordHistograms(new(in measurement));
        else _pending.Add(measurement);
        if (status >= StatusCodes.Status400BadRequest) RecordFailure(info);
        else if (!isPrefetch) RecordDemand(info);
    }

    /// <summary>Observable instruments are read before the histograms, so that one collection shows the same requests in both.</summary>
    private IEnumerable<Measurement<long>> MeasureRequests()
    {
        _pending.Flush();
        return
            from requests in _requests.Values
            from series in requests.Read()
            group series.Count by (series.Name, series.Status, Tier: series.Tier is { } tier ? _tiers[tier] : OtherTier) into counts
            select new Measurement<long>(
                counts.Sum(),
                new("method", counts.Key.Name.Method),
                new("route", counts.Key.Name.Route),
                new("status", counts.Key.Status.ToString(CultureInfo.InvariantCulture)),
                new("tier", counts.Key.Tier));
    }

    private void RecordHistograms(ReadOnlySpan<RequestMeasurement> measurements)
    {
        foreach (ref readonly var request in measurements)
        {
            var method = new KeyValuePair<string, object?>("method", request.Endpoint.Method);
            var statusClass = request.Status / 100 - 1;
            var name = request.Endpoint.DurationNames[statusClass];
            _duration.Record(
                request.Seconds, new("method", name.Method), new("route", name.Route), new("status_class", StatusClasses[statusClass]));
            _responseSize.Record(request.Sent, method);
            // Requests without a body, which almost all are, would be zeros that cost as much as the others and show nothing.
            if (request.Received > 0) _requestSize.Record(request.Received, method);
            _serverDuration.Record(request);
        }
    }

    private int GetTier(RequestInfo info) => info.Caller?.Tier.Rank ?? _tiers.Length - 1;

    private void RecordFailure(RequestInfo info)
    {
        if (info.Timeout is { } source) _timeouts.Add((int)source);
        if (info.Problem is { } problem && ProblemKinds.FindValidation(problem) is >= 0 and var index) _validation.Add(index);
    }

    private void RecordDemand(RequestInfo info)
    {
        if (info.Companies.Length > 0)
        {
            _companies.Add(GetTier(info), info.Companies.Length);
            foreach (var cik in info.Companies) _demand.Add(cik);
        }

        if (info.Cache is null && !info.HasClientCopy) return;
        _cacheRequests.Add(0);
        if (info.Cache == CacheResult.Miss) _cacheMisses.Add(0);
        else _cacheHits.Add(GetLevel(info.Cache));
    }

    private static int GetLevel(CacheResult? result) => result switch
    {
        CacheResult.HitMemory => 0,
        CacheResult.HitRedis => 1,
        CacheResult.Stale => 2,
        _ => 3,
    };
}
