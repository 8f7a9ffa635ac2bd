using System.Diagnostics.Metrics;
using System.Globalization;
using EdgarApi.Contracts.Telemetry;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.Caching.Redis;

/// <summary>
/// Metrics of the Redis servers from their <c>INFO</c>, summed over the shards of a cluster: meter <c>EdgarApi.Caching.Redis</c>. Read in
/// the background, so that a scrape never waits for Redis. Without a recent answer there are no measurements.
/// </summary>
internal sealed class RedisMetrics : BackgroundService
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Caching.Redis";

    /// <summary>Time between readings; a scrape every 15 s gets a new one.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly RedisGateway _redis;
    private readonly TimeProvider _time;
    private Dictionary<string, long> _current = [];

    /// <summary>Creates the instruments.</summary>
    public RedisMetrics(IMeterFactory meters, RedisGateway redis, TimeProvider time)
    {
        (_redis, _time) = (redis, time);
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge(OperationalMetrics.RedisMemory, () => Measure("used_memory"));
        meter.CreateObservableGauge(OperationalMetrics.RedisMemoryMax, () => Measure("maxmemory"));
        meter.CreateObservableGauge(OperationalMetrics.RedisClients, () => Measure("connected_clients"));
        meter.CreateObservableCounter(OperationalMetrics.RedisOperations, () => Measure("total_commands_processed"));
        meter.CreateObservableCounter(OperationalMetrics.RedisHits, () => Measure("keyspace_hits"));
        meter.CreateObservableCounter(OperationalMetrics.RedisMisses, () => Measure("keyspace_misses"));
        meter.CreateObservableCounter(OperationalMetrics.RedisEvictions, () => Measure("evicted_keys"));
    }

    /// <summary>Reads the servers once.</summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var servers = await _redis.ReadInfoAsync(cancellationToken).ConfigureAwait(false);
        // Lines are either # Section or name:value.
        _current = servers.SelectMany(info => info.Split("\r\n")).Select(line => line.Split(':', 2))
            .Where(entry => entry.Length == 2 && long.TryParse(entry[1], CultureInfo.InvariantCulture, out _))
            .GroupBy(entry => entry[0], entry => long.Parse(entry[1], CultureInfo.InvariantCulture))
            .ToDictionary(entry => entry.Key, entry => entry.Sum());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        do await RefreshAsync(stoppingToken).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private IEnumerable<Measurement<long>> Measure(string name) =>
        _current.TryGetValue(name, out var value) ? [new Measurement<long>(value)] : [];
}
