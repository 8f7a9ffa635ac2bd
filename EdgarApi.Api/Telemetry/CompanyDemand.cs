using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using EdgarApi.Contracts.Telemetry;
using EdgarApi.Financials.Companies;
using EdgarApi.ServiceDefaults.Telemetry;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Telemetry;

/// <summary>
/// Counts requests per company within the last hour and exports the most requested companies: meter <c>EdgarApi.Demand</c>. The list
/// changes once per minute, so that a series lives for at least that long.
/// </summary>
internal sealed class CompanyDemand : BackgroundService
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Demand";

    /// <summary>Number of exported companies.</summary>
    public const int Shown = 20;

    /// <summary>
    /// Number of companies after which a new gauge replaces the current one. Exporters never release the slot of a label set, and fold
    /// further companies into one series when all slots are taken.
    /// </summary>
    private const int MaxExported = MetricStreams.MaxLabelSets - Shown;

    /// <summary>Number of minutes that count.</summary>
    private const int Minutes = 60;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Time until the first list. A new process should not lack one for a whole minute.</summary>
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(10);

    private readonly ICompanyDirectory _directory;
    private readonly TimeProvider _time;
    private readonly Queue<ConcurrentDictionary<long, StrongBox<long>>> _past = new();
    private volatile ConcurrentDictionary<long, StrongBox<long>> _current = new();
    private readonly IMeterFactory _meters;
    private readonly HashSet<long> _exported = [];
    private Meter _meter;
    private Measurement<long>[] _top = [];

    /// <summary>Creates the gauge.</summary>
    public CompanyDemand(IMeterFactory meters, ICompanyDirectory directory, TimeProvider time)
    {
        (_meters, _directory, _time) = (meters, directory, time);
        _meter = CreateMeter();
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <summary>Counts a request for a company.</summary>
    public void Add(long cik) => Interlocked.Increment(ref _current.GetOrAdd(cik, static _ => new StrongBox<long>()).Value);

    /// <summary>Starts the next minute and lists the most requested companies of the last hour.</summary>
    internal void Refresh()
    {
        _past.Enqueue(Interlocked.Exchange(ref _current, new ConcurrentDictionary<long, StrongBox<long>>()));
        if (_past.Count > Minutes) _past.Dequeue();
        var counts = new Dictionary<long, long>();
        foreach (var (cik, count) in _past.SelectMany(minute => minute))
            counts[cik] = counts.GetValueOrDefault(cik) + Interlocked.Read(ref count.Value);
        var top = counts.OrderByDescending(company => company.Value).ThenBy(company => company.Key).Take(Shown).ToList();
        if (_exported.Count > MaxExported)
        {
            _meter.Dispose();
            _meter = CreateMeter();
            _exported.Clear();
        }
        _exported.UnionWith(top.Select(company => company.Key));
        Volatile.Write(ref _top, [.. top.Select(company => Measure(company.Key, company.Value))]);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FirstInterval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Refresh();
            timer.Period = Interval;
        }
    }

    // The factory's own meters live as long as the factory.
    private Meter CreateMeter()
    {
        var meter = new Meter(new MeterOptions(MeterName) { Scope = _meters });
        meter.CreateObservableGauge(OperationalMetrics.MostQueriedCompanies, () => Volatile.Read(ref _top));
        return meter;
    }

    private Measurement<long> Measure(long cik, long count)
    {
        var id = new Cik(cik).ToString();
        return new Measurement<long>(count, new("cik", id), new("company", _directory.Find(id)?.Name));
    }
}
