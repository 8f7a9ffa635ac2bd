using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.Warmer.Ingest;

/// <summary>
/// Healthy once the schema exists and the first ingest is complete, or is in progress with at least one company done and progress within
/// the last two minutes, so that the API does not wait for ten thousand companies. Degraded if a later run fails, because stored data stays
/// valid.
/// </summary>
internal sealed class IngestHealthCheck(WarmerProgress progress) : IHealthCheck
{
    private static readonly TimeSpan StallTimeout = TimeSpan.FromMinutes(2);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(progress switch
        {
            { Migrated.IsCompleted: false } => HealthCheckResult.Unhealthy(progress.Failure ?? "the schema does not exist yet"),
            { Completed: true, Failure: { } failure } => HealthCheckResult.Degraded(failure),
            { Failure: { } failure } => HealthCheckResult.Unhealthy(failure),
            { Completed: true, Counts: { } counts } =>
                HealthCheckResult.Healthy($"{counts.Written + counts.Unchanged} companies current, {counts.Failed} failed"),
            { Counts: { Total: > 0 } counts } when progress.SinceProgress < StallTimeout =>
                HealthCheckResult.Healthy($"ingesting, {counts.Total} done"),
            { Counts: null } => HealthCheckResult.Unhealthy("no company is ingested yet"),
            _ => HealthCheckResult.Unhealthy($"no ingest progress for {progress.SinceProgress.TotalSeconds:0} s"),
        });
}
