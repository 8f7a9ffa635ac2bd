using System.Globalization;
using System.Net;
using EdgarApi.Cli.Load;
using EdgarApi.Cli.Load.Measurement;
using StackExchange.Redis;

namespace EdgarApi.Cli.Gate;

/// <summary>What a process of the API had used at a moment, after its own metrics and the Redis server's.</summary>
internal readonly record struct CostReading(double SqlCommands, double CpuSeconds, double AllocatedBytes, double RedisCommands)
{
    public static CostReading operator -(CostReading after, CostReading before) => new(
        after.SqlCommands - before.SqlCommands, after.CpuSeconds - before.CpuSeconds, after.AllocatedBytes - before.AllocatedBytes, after.RedisCommands - before.RedisCommands);

    public static CostReading operator /(CostReading sum, int requests) =>
        new(sum.SqlCommands / requests, sum.CpuSeconds / requests, sum.AllocatedBytes / requests, sum.RedisCommands / requests);
}

/// <summary>Counts what requests cost a running API: SQL and Redis commands, processor time, memory, bytes.</summary>
internal sealed class RequestCosts : IDisposable
{
    private const int Requests = 1000;

    private readonly HttpClient client;
    private readonly string? redis;

    /// <param name="redis">Address of the Redis server, or null: then its commands are not counted.</param>
    public RequestCosts(Uri address, string? apiKey, string? redis)
    {
        this.redis = redis;
        // One connection: also behind a proxy all requests and both readings of the metrics go to the same process.
        client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = address };
        if (apiKey is not null) client.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
    }

    public async Task<IReadOnlyList<Verdict>> CheckAsync(GateBaseline baseline, CancellationToken cancellationToken)
    {
        string[] paths = [.. baseline.Responses.Select(response => response.Path)];
        var verdicts = new List<Verdict>();
        foreach (var response in baseline.Responses)
        {
            var bytes = await GetAsync(response.Path, cancellationToken).ConfigureAwait(false);
            verdicts.Add(Check($"GET {response.Path}", "bytes", bytes, response.Bytes));
        }
        var hit = await CostAsync(i => paths[i % paths.Length], cancellationToken).ConfigureAwait(false);
        // Another day in each request: a cache of answers has none of these.
        var newest = new DateOnly(2025, 12, 31);
        var miss = await CostAsync(i => Day(paths[i % paths.Length], newest.AddDays(-i)), cancellationToken).ConfigureAwait(false);
        var (limits, commands) = (baseline.PerRequest, baseline.Commands);
        foreach (var (name, cost, sql, redisCommands) in (ReadOnlySpan<(string, CostReading, double, double)>)
            [("repeated request", hit, commands.HitSql, commands.HitRedis), ("new request", miss, commands.MissSql, commands.MissRedis)])
        {
            verdicts.Add(Check(name, "SQL commands", cost.SqlCommands, Math.Min(sql, limits.SqlCommands)));
            if (redis is not null) verdicts.Add(Check(name, "Redis commands", cost.RedisCommands, redisCommands));
            verdicts.Add(Check(name, "ms of processor", cost.CpuSeconds * 1000, limits.CpuMilliseconds));
            verdicts.Add(Check(name, "MB allocated", cost.AllocatedBytes / 1048576, limits.MemoryMegabytes));
        }
        return verdicts;
    }

    /// <summary>The bytes of a body as they are now.</summary>
    public async Task<long> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw new CommandException($"{path} answers {(int)response.StatusCode}; the gate needs a running API with the bundled sample and a key.");
        return (await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)).Length;
    }

    public void Dispose() => client.Dispose();

    private async Task<CostReading> CostAsync(Func<int, string> path, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < Requests; i++) await GetAsync(path(i), cancellationToken).ConfigureAwait(false);
        return (await ReadAsync(cancellationToken).ConfigureAwait(false) - before) / Requests;
    }

    private async Task<CostReading> ReadAsync(CancellationToken cancellationToken)
    {
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken).ConfigureAwait(false);
        return new CostReading(
            PrometheusText.Sum(metrics, "db_client_operation_duration_seconds_count"), PrometheusText.Sum(metrics, "dotnet_process_cpu_time_seconds_total"),
            PrometheusText.Sum(metrics, "dotnet_gc_heap_total_allocated_bytes_total"), redis is null ? 0 : await RedisCommandsAsync(redis).ConfigureAwait(false));
    }

    private static async Task<double> RedisCommandsAsync(string address)
    {
        try
        {
            var connection = await ConnectionMultiplexer.ConnectAsync($"{address},allowAdmin=true").ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var statistics = await connection.GetServers()[0].InfoAsync("stats").ConfigureAwait(false);
                return double.Parse(statistics.SelectMany(group => group).Single(entry => entry.Key == "total_commands_processed").Value, CultureInfo.InvariantCulture);
            }
        }
        catch (RedisException error)
        {
            throw new CommandException($"--redis {address}: {error.Message}");
        }
    }

    private static string Day(string path, DateOnly day) =>
        $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}asOf={day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    private static Verdict Check(string subject, string unit, double measured, double limit) => new(
        subject, FormattableString.Invariant($"≤ {limit:#,0.##} {unit}"), FormattableString.Invariant($"{measured:#,0.###}"), measured <= limit);
}

/// <summary>Numbers out of Prometheus' text format.</summary>
internal static class PrometheusText
{
    /// <summary>The sum of a metric over all its labels.</summary>
    public static double Sum(string text, string metric)
    {
        var sum = 0.0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(metric, StringComparison.Ordinal) || line.Length == metric.Length || line[metric.Length] is not ('{' or ' ')) continue;
            var rest = line[metric.Length..];
            var value = rest[(rest.LastIndexOf('}') + 1)..].Trim();
            // A timestamp may follow the value.
            if (value.IndexOf(' ') is > 0 and var end) value = value[..end];
            sum += double.Parse(value, CultureInfo.InvariantCulture);
        }
        return sum;
    }
}
