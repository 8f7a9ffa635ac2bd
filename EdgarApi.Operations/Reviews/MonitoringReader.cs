using System.Globalization;
using EdgarApi.Contracts.Objectives;
using EdgarApi.Contracts.Prometheus;
using EdgarApi.Contracts.Telemetry;

namespace EdgarApi.Operations.Reviews;

/// <summary>Asks Prometheus for the figures of a period.</summary>
public sealed class MonitoringReader
{
    /// <summary>The share of failed requests above which an error rate is a spike: the limit of the alert HighErrorRate.</summary>
    internal const double FailedShareLimit = 0.05;

    private readonly PrometheusClient _client;
    private readonly DateTimeOffset _to;
    private readonly TimeSpan _length;
    private readonly TimeSpan _step;
    private readonly CancellationToken _cancellation;

    private MonitoringReader(PrometheusClient client, DateTimeOffset to, TimeSpan length, TimeSpan step, CancellationToken cancellation) =>
        (_client, _to, _length, _step, _cancellation) = (client, to, length, step, cancellation);

    /// <summary>The period, as a duration of PromQL.</summary>
    private string Range => string.Create(CultureInfo.InvariantCulture, $"{_length.TotalSeconds:0}s");

    /// <summary>Ends an expression at the end of the period; an offset is relative to it.</summary>
    private string At => string.Create(CultureInfo.InvariantCulture, $"@ {_to.ToUnixTimeSeconds()}");

    /// <summary>Reads the figures.</summary>
    /// <param name="client">Prometheus.</param>
    /// <param name="kind">The review, which decides how fine the timeline is.</param>
    /// <param name="from">The start of the period.</param>
    /// <param name="to">Its end, not in the future.</param>
    /// <param name="cancellation">Ends the queries.</param>
    /// <exception cref="PrometheusException">Prometheus does not respond, or rejects a query.</exception>
    public static Task<MonitoringFigures> ReadAsync(
        PrometheusClient client, ReviewKind kind, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        new MonitoringReader(client, to, to - from, ReviewPeriods.GetStep(kind), cancellation).ReadAsync();

    private async Task<MonitoringFigures> ReadAsync()
    {
        var requests = OperationalMetrics.HttpRequests.ExposedName;
        var duration = OperationalMetrics.HttpRequestDuration.ExposedName;
        var total = await ReadChangeAsync(then => $"sum({Increase(requests, then)})").ConfigureAwait(false);
        var commands = await ReadAsync($"sum({Increase(OperationalMetrics.DatabaseQueries.ExposedName)})").ConfigureAwait(false);
        return new MonitoringFigures
        {
            Requests = total,
            FailedShare = await ReadAsync(
                $"(sum({Increase($"{requests}{{status=~\"5..\"}}")}) or vector(0)) / (sum({Increase(requests)}) > 0)")
                .ConfigureAwait(false),
            PeakFailedShare = await ReadAsync($"max_over_time(edgar:failed_requests:share5m[{Range}] {At})").ConfigureAwait(false),
            FailedAboveLimit = TimeSpan.FromMinutes(await ReadAsync(
                $"sum_over_time((edgar:failed_requests:share5m > bool {Number(FailedShareLimit)})[{Range}:1m] {At})")
                .ConfigureAwait(false) ?? 0),
            P50 = await ReadAsync(Quantile(0.5, duration, "")).ConfigureAwait(false),
            P95 = await ReadChangeAsync(then => Quantile(0.95, duration, then)).ConfigureAwait(false),
            P99 = await ReadAsync(Quantile(0.99, duration, "")).ConfigureAwait(false),
            PeakRate = await ReadAsync($"max_over_time(edgar:all_requests:rate5m[{Range}] {At})").ConfigureAwait(false),
            Endpoints = await ReadEndpointsAsync(requests, duration).ConfigureAwait(false),
            CacheAnswers = await ReadCachesAsync().ConfigureAwait(false),
            QueryP95 = await ReadAsync(Quantile(0.95, OperationalMetrics.DatabaseQueryDuration.ExposedName, "")).ConfigureAwait(false),
            Queries = commands ?? 0,
            SlowQueries = await ReadAsync($"sum({Increase(OperationalMetrics.DatabaseSlowQueries.ExposedName)})")
                .ConfigureAwait(false) ?? 0,
            PeakPool = await ReadAsync($"max(max_over_time(({Pool})[{Range}:1m] {At}))").ConfigureAwait(false),
            EvictionsPerHour = await ReadAsync(
                $"max({Increase(OperationalMetrics.RedisEvictions.ExposedName)})").ConfigureAwait(false) / _length.TotalHours,
            Resources = await ReadResourcesAsync().ConfigureAwait(false),
            Cost = await ReadCostAsync(total.Now, commands).ConfigureAwait(false),
            Alerts = await ReadAlertsAsync().ConfigureAwait(false),
            FailingRules = await _client.GetFailingRulesAsync(_cancellation).ConfigureAwait(false),
            Timeline = await ReadTimelineAsync().ConfigureAwait(false),
        };
    }

    private static string Pool =>
        $"{OperationalMetrics.DatabaseConnectionsActive.ExposedName} / {OperationalMetrics.DatabaseConnectionsMax.ExposedName}";

    private async Task<IReadOnlyList<EndpointFigures>> ReadEndpointsAsync(string requests, string duration)
    {
        var endpoints = new List<EndpointFigures>();
        foreach (var (name, level) in ServiceLevels.Default.Endpoints)
        {
            var route = $"{{route=\"{level.Route}\"}}";
            var count = await ReadAsync($"sum({Increase(requests + route)})").ConfigureAwait(false);
            endpoints.Add(new EndpointFigures(
                name, count ?? 0,
                await ReadChangeAsync(then => Quantile(0.95, duration, then, route)).ConfigureAwait(false),
                await ReadAsync(Quantile(0.99, duration, "", route)).ConfigureAwait(false),
                await ReadAsync(
                    $"(sum({Increase($"{requests}{{route=\"{level.Route}\", status=~\"5..\"}}")}) or vector(0)) "
                    + $"/ (sum({Increase(requests + route)}) > 0)").ConfigureAwait(false),
                await ReadAsync($"edgar:route_seconds:p95_baseline{route} {At}").ConfigureAwait(false)));
        }

        return endpoints;
    }

    private async Task<IReadOnlyDictionary<string, double>> ReadCachesAsync()
    {
        var answers = (await QueryAsync($"sum by (level) ({Increase(OperationalMetrics.CacheHits.ExposedName)})").ConfigureAwait(false))
            .Where(series => series.Values[0] is not null)
            .ToDictionary(series => series.Labels.GetValueOrDefault("level", ""), series => series.Values[0]!.Value);
        if (await ReadAsync($"sum({Increase(OperationalMetrics.CacheMisses.ExposedName)})").ConfigureAwait(false) is { } misses)
            answers[MonitoringFigures.Computed] = misses;
        return answers;
    }

    private async Task<IReadOnlyList<ResourceUse>> ReadResourcesAsync() =>
    [
        await ReadUseAsync(ResourceUse.ApiCpu, $"{OperationalMetrics.CpuUsage.ExposedName}{{job=\"api\"}} / 100").ConfigureAwait(false),
        await ReadUseAsync(ResourceUse.ApiMemory, $"{OperationalMetrics.MemoryUsage.ExposedName}{{job=\"api\"}} / 100")
            .ConfigureAwait(false),
        await ReadUseAsync(ResourceUse.ApiDisk, $"{OperationalMetrics.DiskUsage.ExposedName}{{job=\"api\"}} / 100").ConfigureAwait(false),
        await ReadUseAsync(ResourceUse.Pool, Pool).ConfigureAwait(false),
        await ReadUseAsync(
            ResourceUse.RedisMemory,
            $"{OperationalMetrics.RedisMemory.ExposedName} / ({OperationalMetrics.RedisMemoryMax.ExposedName} > 0)").ConfigureAwait(false),
    ];

    /// <summary>The mean over all series, and the highest mean of five minutes of one.</summary>
    private async Task<ResourceUse> ReadUseAsync(string name, string share) => ResourceUse.Create(
        name, await ReadAsync($"avg(avg_over_time(({share})[{Range}:1m] {At}))").ConfigureAwait(false),
        await ReadAsync($"max(max_over_time(avg_over_time(({share})[5m:1m])[{Range}:1m] {At}))").ConfigureAwait(false));

    private async Task<AverageCost> ReadCostAsync(double? requests, double? commands)
    {
        var cpu = await ReadAsync($"sum({Increase("dotnet_process_cpu_time_seconds_total{job=\"api\"}")})").ConfigureAwait(false);
        var seconds = await ReadAsync($"sum({Increase($"{OperationalMetrics.DatabaseQueryDuration.ExposedName}_sum")})")
            .ConfigureAwait(false);
        var memory = await ReadAsync(
            $"max(max_over_time(dotnet_process_memory_working_set_bytes{{job=\"api\"}}[{Range}] {At}))").ConfigureAwait(false);
        return requests is > 0 and var count
            ? new AverageCost(cpu / count, commands / count, commands is > 0 ? seconds / commands : null, memory / 1048576)
            : new AverageCost(null, null, null, null);
    }

    private async Task<IReadOnlyList<FiredAlert>> ReadAlertsAsync()
    {
        var series = await _client.QueryAsync(
            "max by (alertname, severity) (ALERTS{alertstate=\"firing\"})", Grid, _cancellation).ConfigureAwait(false);
        return [.. series.Select(alert => FiredAlert.From(
            alert.Labels.GetValueOrDefault("alertname", ""), alert.Labels.GetValueOrDefault("severity", ""),
            [.. alert.Values.Select(value => value > 0)], _step))
            .OrderByDescending(alert => alert.Duration).ThenBy(alert => alert.Name, StringComparer.Ordinal)];
    }

    private async Task<ReviewTimeline> ReadTimelineAsync()
    {
        var cpu = await ReadCourseAsync($"avg({OperationalMetrics.CpuUsage.ExposedName}{{job=\"api\"}}) / 100").ConfigureAwait(false);
        return new ReviewTimeline(DateTimeOffset.FromUnixTimeSeconds(Grid.Start), _step)
        {
            Instances = await ReadCourseAsync("sum(up{job=\"api\"})").ConfigureAwait(false),
            Rate = await ReadCourseAsync("edgar:all_requests:rate5m").ConfigureAwait(false),
            P95 = await ReadCourseAsync("edgar:request_seconds:p95").ConfigureAwait(false),
            P99 = await ReadCourseAsync("edgar:request_seconds:p99").ConfigureAwait(false),
            Cpu = cpu,
            HitShare = await ReadCourseAsync("edgar:cache_hits:share5m").ConfigureAwait(false),
        };
    }

    private async Task<IReadOnlyList<double?>> ReadCourseAsync(string expression) =>
        await _client.QueryAsync(expression, Grid, _cancellation).ConfigureAwait(false) is [var series, ..] ? series.Values : [];

    private TimeGrid Grid
    {
        get
        {
            var (step, count) = ((int)_step.TotalSeconds, (int)(_length / _step) + 1);
            return new TimeGrid(_to.ToUnixTimeSeconds() - ((long)step * (count - 1)), step, count);
        }
    }

    /// <summary>The increase of a counter over the period, or over the one before.</summary>
    private string Increase(string counter, string then = "") => $"increase({counter}[{Range}] {At}{then})";

    private string Quantile(double quantile, string histogram, string then, string labels = "") =>
        $"histogram_quantile({Number(quantile)}, sum by (le) ({Increase($"{histogram}_bucket{labels}", then)}))";

    private async Task<PeriodChange> ReadChangeAsync(Func<string, string> expression) => new(
        await ReadAsync(expression("")).ConfigureAwait(false), await ReadAsync(expression($" offset {Range}")).ConfigureAwait(false));

    private async Task<double?> ReadAsync(string expression) =>
        await QueryAsync(expression).ConfigureAwait(false) is [var series, ..] ? series.Values[0] : null;

    private Task<IReadOnlyList<PrometheusSeries>> QueryAsync(string expression) => _client.QueryAsync(expression, _cancellation);

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
