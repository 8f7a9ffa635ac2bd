using EdgarApi.Accounts.Degraded;
using EdgarApi.Api.Admin;
using EdgarApi.Api.Ops.Process;
using EdgarApi.Api.Ops.Prometheus;
using EdgarApi.Contracts.Prometheus;
using EdgarApi.Contracts.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.Api.Ops.Status;

/// <summary>Reads the state of the service: all processes from Prometheus, otherwise this one.</summary>
internal sealed class OpsStatus(
    OpsPrometheus prometheus, ProcessMetrics process, HealthCheckService health, OperationStatus operation, DegradedMode degraded,
    TimeProvider time)
{
    private const string Computed = "computed";

    private static readonly string HitRates = $"sum by (level) (rate({OperationalMetrics.CacheHits.ExposedName}[5m]))";
    private static readonly string MissRate = $"sum(rate({OperationalMetrics.CacheMisses.ExposedName}[5m]))";
    private static readonly string Pools = "max by (job, instance) "
        + $"({OperationalMetrics.DatabaseConnectionsActive.ExposedName} / {OperationalMetrics.DatabaseConnectionsMax.ExposedName})";

    public async Task<OpsStatusResponse> ReadAsync(CancellationToken cancellation)
    {
        var checks = ReadChecks(await health.CheckHealthAsync(cancellation));
        var local = operation.Read();
        if (prometheus.Client is null)
            return await ReadProcessAsync(checks, local, $"{OpsPrometheus.Missing} Alerts are not evaluated here.", problem: null);
        try
        {
            return await ReadAsync(prometheus.Client, checks, local, cancellation);
        }
        catch (PrometheusException error)
        {
            return await ReadProcessAsync(checks, local, error.Message, error.Message);
        }
    }

    private async Task<OpsStatusResponse> ReadAsync(
        PrometheusClient client, IReadOnlyList<OpsCheck> checks, StatusResponse local, CancellationToken cancellation)
    {
        var alerts = client.GetAlertsAsync(cancellation);
        string[] expressions =
        [
            "up", OperationalMetrics.CpuUsage.ExposedName, OperationalMetrics.MemoryUsage.ExposedName, Pools,
            OperationalMetrics.UsageSpool.ExposedName, HitRates, MissRate,
            $"max by (strategy) ({OperationalMetrics.WarmConsecutiveFailures.ExposedName})",
            $"min({OperationalMetrics.IngestAge.ExposedName})",
        ];
        var results = await Task.WhenAll(expressions.Select(expression => client.QueryAsync(expression, cancellation)));
        var active = (await alerts).Select(ToAlert).OrderByDescending(alert => alert.IsFiring)
            .ThenBy(alert => alert.Severity, StringComparer.Ordinal).ThenBy(alert => alert.Since).ToList();
        var reasons = OpsVerdict.GetReasons(active, checks, monitoringProblem: null);
        return new OpsStatusResponse(
            time.GetUtcNow(), OpsVerdict.GetState(reasons), reasons, OpsSource.Prometheus, Note: null, active, checks,
            GetCaches(results[5].Select(series => (series.Labels["level"], Value(series))), results[6].Sum(Value)),
            GetProcesses(results), [.. results[7].Select(series => new StrategyRow(series.Labels["strategy"], Value(series)))],
            results[8] is [var age] ? age.Values[0] : null, DegradedModeResponse.From(degraded.Current), local);
    }

    private async Task<OpsStatusResponse> ReadProcessAsync(
        IReadOnlyList<OpsCheck> checks, StatusResponse local, string note, string? problem)
    {
        var samples = await process.ReadAsync();
        var reasons = OpsVerdict.GetReasons([], checks, problem);
        var row = new ProcessRow(
            local.Process, "api", IsUp: true, Find(OperationalMetrics.CpuUsage), Find(OperationalMetrics.MemoryUsage),
            local.Pools.Where(pool => pool.Max > 0).Select(pool => (double?)pool.Used / pool.Max).Max(), local.Usage.SpoolBytes);
        return new OpsStatusResponse(
            time.GetUtcNow(), OpsVerdict.GetState(reasons), reasons, OpsSource.Process, note, Alerts: null, checks,
            GetCaches(
                Select(OperationalMetrics.CacheHits).Select(sample => (sample.Labels["level"], sample.Value)),
                Select(OperationalMetrics.CacheMisses).Sum(sample => sample.Value)),
            [row], Warming: null, IngestAgeSeconds: null, DegradedModeResponse.From(degraded.Current), local);

        IEnumerable<ProcessSample> Select(OperationalMetric metric) => samples.Where(sample => sample.Name == metric.ExposedName);
        double? Find(OperationalMetric metric) => Select(metric).Select(sample => (double?)sample.Value).FirstOrDefault();
    }

    private static IReadOnlyList<OpsCheck> ReadChecks(HealthReport report) => [.. report.Entries.Select(check => new OpsCheck(
        check.Key,
        check.Value.Status switch
        {
            HealthStatus.Healthy => OpsState.Green,
            HealthStatus.Degraded => OpsState.Amber,
            _ => OpsState.Red,
        },
        check.Value.Exception is null ? check.Value.Description : null))];

    private static OpsAlert ToAlert(PrometheusAlert alert) => new(
        alert.Name, alert.Severity, alert.IsFiring, alert.Summary, RunbookPage.GetAddress(alert.Runbook), alert.Since);

    private static List<CacheLevel> GetCaches(IEnumerable<(string Level, double Value)> hits, double misses)
    {
        var levels = hits.Append((Level: Computed, Value: misses)).ToList();
        var all = levels.Sum(level => level.Value);
        return [.. levels.Select(level => new CacheLevel(level.Level, all > 0 ? level.Value / all : null))];
    }

    /// <summary>Alertmanager and Prometheus itself are no processes of the service.</summary>
    private static List<ProcessRow> GetProcesses(IReadOnlyList<PrometheusSeries>[] results) =>
    [
        .. from target in results[0]
           let job = target.Labels.GetValueOrDefault("job", "")
           let instance = target.Labels.GetValueOrDefault("instance", "")
           orderby job, instance
           select new ProcessRow(
               instance, job, Value(target) > 0, Find(results[1], instance), Find(results[2], instance), Find(results[3], instance),
               Find(results[4], instance)),
    ];

    private static double? Find(IReadOnlyList<PrometheusSeries> series, string instance) =>
        series.FirstOrDefault(candidate => candidate.Labels.GetValueOrDefault("instance") == instance)?.Values[0];

    private static double Value(PrometheusSeries series) => series.Values[0] ?? 0;
}
