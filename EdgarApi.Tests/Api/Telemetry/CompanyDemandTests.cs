using System.Diagnostics.Metrics;
using EdgarApi.Api.Telemetry;
using EdgarApi.Contracts.Telemetry;
using EdgarApi.ServiceDefaults.Telemetry;
using EdgarApi.Storage.Companies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Api.Telemetry;

public sealed class CompanyDemandTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new();
    private readonly CompanyDemand _demand;
    private readonly MetricCollector<long> _collector;

    public CompanyDemandTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _demand = new CompanyDemand(meters, new CompanyDirectory(), _time);
        _collector = new(meters, CompanyDemand.MeterName, OperationalMetrics.MostQueriedCompanies.Instrument);
    }

    public void Dispose()
    {
        _collector.Dispose();
        _demand.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void The_20_most_requested_companies_are_exported_with_their_requests()
    {
        for (var cik = 1; cik <= 30; cik++)
            for (var request = 0; request < cik; request++) _demand.Add(cik);
        Assert.Empty(Collect());
        _demand.Refresh();

        Assert.Equal(Enumerable.Range(11, 20).Reverse().Select(cik => ($"{cik:D10}", (long)cik)), Collect());
    }

    [Fact]
    public void Requests_count_for_an_hour()
    {
        _demand.Add(320193);
        for (var minute = 0; minute < 60; minute++)
        {
            _demand.Refresh();
            Assert.Equal([("0000320193", 1L)], Collect());
        }

        _demand.Refresh();

        Assert.Empty(Collect());
    }

    [Fact]
    public async Task The_list_is_refreshed_every_minute()
    {
        await _demand.StartAsync(TestContext.Current.CancellationToken);
        _demand.Add(320193);
        await Waiting.UntilAsync(() => Collect().Count == 1, meanwhile: () => _time.Advance(TimeSpan.FromMinutes(1)));
        await _demand.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void No_gauge_exports_more_companies_than_the_exporters_have_room_for()
    {
        var exported = new Dictionary<Instrument, HashSet<string>>();
        var now = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (gauge, all) =>
        {
            if (gauge.Meter.Scope == _services.GetRequiredService<IMeterFactory>()) all.EnableMeasurementEvents(gauge);
        };
        listener.SetMeasurementEventCallback<long>((gauge, _, tags, _) =>
        {
            now.Add((string)tags[0].Value!);
            exported.TryAdd(gauge, []);
            exported[gauge].Add(now[^1]);
        });
        listener.Start();
        for (var minute = 0; minute < MetricStreams.MaxLabelSets; minute++)
        {
            for (var cik = minute * 20 + 1; cik <= minute * 20 + 20; cik++)
                for (var request = 0; request <= minute; request++) _demand.Add(cik);
            _demand.Refresh();
            now.Clear();
            listener.RecordObservableInstruments();
            Assert.Equal(Enumerable.Range(minute * 20 + 1, 20).Select(cik => $"{cik:D10}"), now.Order(StringComparer.Ordinal));
        }

        Assert.NotEmptyAndAll(exported.Values, companies => Assert.InRange(companies.Count, 20, MetricStreams.MaxLabelSets));
    }

    private List<(string, long)> Collect()
    {
        _collector.Clear();
        _collector.RecordObservableInstruments();
        return [.. _collector.GetMeasurementSnapshot().Select(measured => ((string)measured.Tags["cik"]!, measured.Value))];
    }
}
