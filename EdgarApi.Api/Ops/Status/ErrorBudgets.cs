using System.Globalization;
using EdgarApi.Api.Ops.Process;
using EdgarApi.Api.Ops.Prometheus;
using EdgarApi.Contracts.Objectives;
using EdgarApi.Contracts.Prometheus;
using EdgarApi.Contracts.Telemetry;

namespace EdgarApi.Api.Ops.Status;

/// <summary>
/// How much of each endpoint's error budget is left: 0.1 % of its requests may fail, 5 % may exceed its p95 limit, and 1 % its p99 limit.
/// </summary>
internal sealed class ErrorBudgets(OpsPrometheus prometheus, ProcessMetrics process)
{
    /// <summary>Shares of requests that may exceed the limit of a percentile: the definition of a percentile.</summary>
    private const double P95Allows = 0.05, P99Allows = 0.01;

    /// <summary>The period of the budgets. Sums over a minute's steps, because every step of all of it would take seconds.</summary>
    private const string Period = "[30d:1m]";

    private static readonly ServiceLevels Levels = ServiceLevels.Default;
    private static readonly double FailuresAllowed = Math.Round(1 - Levels.Availability.Uptime, 6);

    /// <summary>Reads the budgets of the last 30 days from Prometheus, otherwise those of this process since its start.</summary>
    public async Task<BudgetsResponse> ReadAsync(CancellationToken cancellation)
    {
        if (prometheus.Client is { } client)
        {
            try
            {
                return new(OpsSource.Prometheus, "the last 30 days, as far as recorded", await ReadAsync(client, cancellation));
            }
            catch (PrometheusException)
            {
                // The status says that Prometheus does not respond, and why.
            }
        }

        return new(OpsSource.Process, "since this process started", FromProcess(await process.ReadAsync()));
    }

    private static async Task<IReadOnlyList<ErrorBudget>> ReadAsync(PrometheusClient client, CancellationToken cancellation)
    {
        const string Requests = "edgar:requests:rate5m";
        var slow = client.QueryAsync(
            $"sum_over_time(edgar:slow_requests:rate5m{Period}) / on (endpoint) group_left () (sum_over_time({Requests}{Period}) > 0)",
            cancellation);
        var failed = await Task.WhenAll(Levels.Endpoints.Select(level => client.QueryAsync(
            $"sum_over_time((error_rate_by_endpoint{{route=\"{level.Value.Route}\"}} * on () "
                + $"{Requests}{{endpoint=\"{level.Key}\"}}){Period}) "
                + $"/ on () (sum_over_time({Requests}{{endpoint=\"{level.Key}\"}}{Period}) > 0)", cancellation)));
        var shares = (await slow).ToDictionary(
            series => (series.Labels["endpoint"], series.Labels["percentile"]), series => series.Values[0]);
        return Create(
            level => failed[Levels.Endpoints.Keys.ToList().IndexOf(level.Key)] is [var series] ? series.Values[0] : null,
            (level, percentile, _) => shares.GetValueOrDefault((level.Key, percentile)));
    }

    /// <summary>Computes the budgets from the metrics of one process.</summary>
    internal static IReadOnlyList<ErrorBudget> FromProcess(IReadOnlyList<ProcessSample> samples)
    {
        return Create(
            level => GetShare(
                Requests(level).Where(sample => sample.Labels["status"][0] == '5').Sum(sample => sample.Value),
                Requests(level).Sum(sample => sample.Value)),
            (level, _, limit) => ProcessHistogram.From(Select($"{OperationalMetrics.HttpRequestDuration.ExposedName}_bucket", level))
                is var durations ? GetShare(durations.CountAbove(limit.TotalSeconds), durations.Count) : null);

        IEnumerable<ProcessSample> Requests(KeyValuePair<string, ServiceLevel> level) =>
            Select(OperationalMetrics.HttpRequests.ExposedName, level);
        IEnumerable<ProcessSample> Select(string name, KeyValuePair<string, ServiceLevel> level) =>
            samples.Where(sample => sample.Name == name && sample.Labels.GetValueOrDefault("route") == level.Value.Route);
        static double? GetShare(double missed, double all) => all > 0 ? missed / all : null;
    }

    private static IReadOnlyList<ErrorBudget> Create(
        Func<KeyValuePair<string, ServiceLevel>, double?> getFailed,
        Func<KeyValuePair<string, ServiceLevel>, string, TimeSpan, double?> getSlow) =>
    [
        .. Levels.Endpoints.SelectMany(level => (ErrorBudget[])
        [
            ErrorBudget.Create(level.Key, $"{Percent(Levels.Availability.Uptime)} without failure", FailuresAllowed, getFailed(level)),
            ErrorBudget.Create(
                level.Key, $"{Percent(1 - P95Allows)} within {Milliseconds(level.Value.P95)}", P95Allows,
                getSlow(level, "p95", level.Value.P95)),
            ErrorBudget.Create(
                level.Key, $"{Percent(1 - P99Allows)} within {Milliseconds(level.Value.P99)}", P99Allows,
                getSlow(level, "p99", level.Value.P99)),
        ]),
    ];

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.##} %");

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:#,0} ms");
}
