using System.Diagnostics.Metrics;
using EdgarApi.Accounts;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Telemetry;
using EdgarApi.Api.Usage;
using EdgarApi.Contracts.Objectives;
using EdgarApi.Contracts.Telemetry;
using EdgarApi.ServiceDefaults.Telemetry;
using EdgarApi.Storage.Companies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace EdgarApi.Tests.Api.Telemetry;

/// <summary>Metrics of requests with more label sets than a process exports.</summary>
public sealed class LabelSetLimitTests : IDisposable
{
    private const int Many = 400;

    private readonly IMeterFactory _meters = MeterFactories.Create();
    private readonly CompanyDemand _demand;
    private readonly RequestMetrics _metrics;
    private readonly MetricCollector<long> _counts;
    private readonly MetricCollector<double> _durations;
    private readonly MetricCollector<double> _serverDurations;

    public LabelSetLimitTests()
    {
        _demand = new CompanyDemand(_meters, new CompanyDirectory(), TimeProvider.System);
        _metrics = new RequestMetrics(_meters, new TierCatalog(), _demand);
        _counts = new(_meters, RequestMetrics.MeterName, OperationalMetrics.HttpRequests.Instrument);
        _durations = new(_meters, RequestMetrics.MeterName, OperationalMetrics.HttpRequestDuration.Instrument);
        _serverDurations = new(_meters, RequestMetrics.MeterName, "http.server.request.duration");
        for (var i = 0; i < Many; i++) Record($"/route/{i}", StatusCodes.Status200OK);
        // A counter chooses names when it is collected.
        Collect();
        _counts.Clear();
    }

    public void Dispose()
    {
        _counts.Dispose();
        _durations.Dispose();
        _serverDurations.Dispose();
        _demand.Dispose();
    }

    [Fact]
    public void The_first_failure_of_a_route_beyond_the_limit_counts_with_its_status()
    {
        Record("/route/new", StatusCodes.Status503ServiceUnavailable);
        _counts.RecordObservableInstruments();

        Assert.Equal(("other", "other", "other"), Assert.Single(Counts("503").Select(set => (set["method"], set["route"], set["tier"]))));
        Assert.Equal(1, Sum(_counts, "status", "503"));
        Assert.Equal(Many, Sum(_counts, "status", "200"));
        Assert.Equal(1, Count(_durations, "status_class", "5xx"));
        Assert.Equal(Many, Count(_durations, "status_class", "2xx"));
        Assert.Equal(1, Count(_serverDurations, "http.response.status_code", 503));
        Assert.Equal(Many, Count(_serverDurations, "http.response.status_code", 200));
    }

    [Fact]
    public void Routes_of_the_service_levels_keep_their_names()
    {
        foreach (var level in ServiceLevels.Default.Endpoints.Values) Record(level.Route, StatusCodes.Status503ServiceUnavailable);
        _counts.RecordObservableInstruments();

        var routes = ServiceLevels.Default.Endpoints.Values.Select(level => level.Route).Order();
        Assert.Equal(routes, Counts("503").Select(set => set["route"]).Order());
        Assert.Equal(routes, _durations.GetMeasurementSnapshot().Where(measured => (string)measured.Tags["status_class"]! == "5xx")
            .Select(measured => (string)measured.Tags["route"]!).Order());
    }

    /// <summary>A counter that falls looks like a restart of the process, and its rate is wrong.</summary>
    [Fact]
    public void A_series_never_decreases()
    {
        var before = Collect();
        foreach (var status in (int[])[200, 404, 503])
            for (var i = 0; i < Many; i++) Record($"/route/{i}", status);
        var after = Collect();

        Assert.NotEmptyAndAll(before, set => Assert.InRange(after[set.Key], set.Value, long.MaxValue));
    }

    [Fact]
    public void Label_sets_stay_below_the_limits_of_the_export()
    {
        foreach (var status in (int[])[200, 304, 400, 401, 404, 429, 500, 503])
        {
            for (var i = 0; i < Many; i++) Record($"/route/{i}", status);
            foreach (var level in ServiceLevels.Default.Endpoints.Values) Record(level.Route, status);
        }

        Assert.InRange(Collect().Count, 100, MetricStreams.MaxRequestCounters);
        Assert.InRange(CountSets(_durations), 20, MetricStreams.MaxRequestHistograms);
        Assert.InRange(CountSets(_serverDurations), 20, MetricStreams.MaxServerDurations);
    }

    private void Record(string route, int status)
    {
        var endpoint = new EndpointName($"GET {route}", "GET", route, IsMeasured: true);
        _metrics.Record(endpoint, new RequestInfo(), status, TimeSpan.FromMilliseconds(1), 0, 100, isPrefetch: false);
    }

    private Dictionary<string, long> Collect()
    {
        _counts.Clear();
        _counts.RecordObservableInstruments();
        return _counts.GetMeasurementSnapshot().ToDictionary(measured => GetSet(measured.Tags), measured => measured.Value);
    }

    private IEnumerable<IReadOnlyDictionary<string, object?>> Counts(string status) =>
        _counts.GetMeasurementSnapshot().Select(measured => measured.Tags).Where(tags => (string)tags["status"]! == status);

    private static long Sum(MetricCollector<long> collector, string label, object value) =>
        collector.GetMeasurementSnapshot().Where(measured => value.Equals(measured.Tags[label])).Sum(measured => measured.Value);

    private static int Count(MetricCollector<double> collector, string label, object value) =>
        collector.GetMeasurementSnapshot().Count(measured => value.Equals(measured.Tags[label]));

    private static int CountSets(MetricCollector<double> collector) =>
        collector.GetMeasurementSnapshot().Select(measured => GetSet(measured.Tags)).Distinct().Count();

    private static string GetSet(IReadOnlyDictionary<string, object?> tags) =>
        string.Join(' ', tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => tag.Value));
}
