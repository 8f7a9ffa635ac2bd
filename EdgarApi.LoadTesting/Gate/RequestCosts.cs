using System.Globalization;
using System.Net;
using EdgarApi.Contracts;
using EdgarApi.LoadTesting.Measurement;
using StackExchange.Redis;

namespace EdgarApi.LoadTesting.Gate;

/// <summary>What an API process has used, according to its metrics and to Redis; null where a metric is missing.</summary>
internal readonly record struct CostReading(double? SqlCommands, double? CpuSeconds, double? AllocatedBytes, double? RedisCommands)
{
    public static CostReading operator -(CostReading after, CostReading before) => new(
        after.SqlCommands - before.SqlCommands, after.CpuSeconds - before.CpuSeconds, after.AllocatedBytes - before.AllocatedBytes,
        after.RedisCommands - before.RedisCommands);

    public static CostReading operator /(CostReading sum, int requests) =>
        new(sum.SqlCommands / requests, sum.CpuSeconds / requests, sum.AllocatedBytes / requests, sum.RedisCommands / requests);
}

/// <summary>Measures what requests cost a running API: SQL and Redis commands, CPU time, memory, bytes.</summary>
public sealed class RequestCosts : IDisposable
{
    private const int Requests = 1000;
    private const string SqlMetric = "db_client_operation_duration_seconds_count";
    private const string CpuMetric = "dotnet_process_cpu_time_seconds_total";
    private const string MemoryMetric = "dotnet_gc_heap_total_allocated_bytes_total";

    /// <summary>The metrics that <c>/metrics</c> must contain.</summary>
    internal static readonly string[] Metrics = [SqlMetric, CpuMetric, MemoryMetric];

    private readonly HttpClient _client;
    private readonly string? _redis;

    /// <param name="address">The base URL.</param>
    /// <param name="apiKey">The API key, or null.</param>
    /// <param name="redis">Address of the Redis server; null leaves its commands uncounted.</param>
    public RequestCosts(Uri address, string? apiKey, string? redis)
    {
        _redis = redis;
        // A single connection: behind a proxy, all requests and both readings of the metrics reach the same process.
        _client = new HttpClient(
            new SocketsHttpHandler { MaxConnectionsPerServer = 1, AutomaticDecompression = DecompressionMethods.None })
        {
            BaseAddress = address,
        };
        if (apiKey is not null) _client.DefaultRequestHeaders.Add(ApiHeaders.ApiKey, apiKey);
    }

    /// <summary>Compares the costs with the baseline.</summary>
    public async Task<IEnumerable<Verdict>> CheckAsync(GateBaseline baseline, CancellationToken cancellationToken)
    {
        string[] paths = [.. baseline.Responses.Select(response => response.Path)];
        var verdicts = new List<Verdict>();
        foreach (var response in baseline.Responses)
        {
            var bytes = await GetSizeAsync(response.Path, cancellationToken).ConfigureAwait(false);
            verdicts.Add(Check($"GET {response.Path}", "bytes", bytes, response.Bytes));
        }
        var hit = await MeasureAsync(i => paths[i % paths.Length], cancellationToken).ConfigureAwait(false);
        // Another day in each request, so that no cached response matches.
        var newest = new DateOnly(2025, 12, 31);
        var miss = await MeasureAsync(i => AddDay(paths[i % paths.Length], newest.AddDays(-i)), cancellationToken).ConfigureAwait(false);
        var (limits, commands) = (baseline.PerRequest, baseline.Commands);
        verdicts.AddRange(Check("repeated request", hit, limits, commands.HitSql, commands.HitRedis));
        verdicts.AddRange(Check("new request", miss, limits, commands.MissSql, commands.MissRedis));
        return verdicts;
    }

    /// <summary>Requests a path and returns the bytes of the uncompressed body.</summary>
    /// <exception cref="LoadTestException">The API returns an error.</exception>
    public async Task<long> GetSizeAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new LoadTestException(
                $"{path} returned {(int)response.StatusCode}; the gate needs a running API with the bundled sample, and a key.");
        return (await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)).Length;
    }

    public void Dispose() => _client.Dispose();

    private async Task<CostReading> MeasureAsync(Func<int, string> path, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < Requests; i++) await GetSizeAsync(path(i), cancellationToken).ConfigureAwait(false);
        return (await ReadAsync(cancellationToken).ConfigureAwait(false) - before) / Requests;
    }

    private async Task<CostReading> ReadAsync(CancellationToken cancellationToken)
    {
        var metrics = await _client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken).ConfigureAwait(false);
        return new CostReading(
            PrometheusText.Sum(metrics, SqlMetric), PrometheusText.Sum(metrics, CpuMetric), PrometheusText.Sum(metrics, MemoryMetric),
            _redis is null ? null : await CountRedisCommandsAsync(_redis).ConfigureAwait(false));
    }

    private static async Task<double> CountRedisCommandsAsync(string address)
    {
        try
        {
            var connection = await ConnectionMultiplexer.ConnectAsync($"{address},allowAdmin=true").ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var statistics = await connection.GetServers()[0].InfoAsync("stats").ConfigureAwait(false);
                var count = statistics.SelectMany(group => group).Single(entry => entry.Key == "total_commands_processed").Value;
                return double.Parse(count, CultureInfo.InvariantCulture);
            }
        }
        // Not through RedisGateway: it hides outages from callers that work without Redis, but this measurement needs it.
        catch (RedisException error)
        {
            throw new LoadTestException($"--redis {address}: {error.Message}");
        }
    }

    private IEnumerable<Verdict> Check(string subject, CostReading cost, RequestLimits limits, double sqlCommands, double redisCommands)
    {
        yield return Check(subject, "SQL commands", cost.SqlCommands, Math.Min(sqlCommands, limits.SqlCommands), SqlMetric);
        if (_redis is not null) yield return Check(subject, "Redis commands", cost.RedisCommands, redisCommands);
        yield return Check(subject, "ms of CPU time", cost.CpuSeconds * 1000, limits.CpuMilliseconds, CpuMetric);
        yield return Check(subject, "MB allocated", cost.AllocatedBytes / 1048576, limits.MemoryMegabytes, MemoryMetric);
    }

    private static Verdict Check(string subject, string unit, double? measured, double limit, string metric = "") => new(
        subject, FormattableString.Invariant($"≤ {limit:#,0.##} {unit}"),
        measured is { } value ? FormattableString.Invariant($"{value:#,0.###}") : $"metric {metric} is missing", measured <= limit);

    private static string AddDay(string path, DateOnly day) => string.Create(
        CultureInfo.InvariantCulture, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}asOf={day:yyyy-MM-dd}");
}
