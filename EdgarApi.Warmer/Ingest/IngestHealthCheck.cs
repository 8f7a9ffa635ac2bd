using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.Warmer.Ingest;

/// <summary>
/// Healthy once the schema is there and the first ingest is through, or is under way with a company done and progress in the last two minutes:
/// the API need not wait for the last of ten thousand companies. Degraded when a later run fails: what is on file stays good.
/// </summary>
internal sealed class IngestHealthCheck(WarmerProgress progress) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(progress switch
    {
        { Migrated.IsCompleted: false } => HealthCheckResult.Unhealthy(progress.Failure ?? "the schema is not there yet"),
        { Completed: true, Failure: { } failure } => HealthCheckResult.Degraded(failure),
        { Failure: { } failure } => HealthCheckResult.Unhealthy(failure),
        { Completed: true, Counts: { } counts } => HealthCheckResult.Healthy($"{counts.Written + counts.Unchanged} companies current, {counts.Failed} failed"),
        { Counts: { Total: > 0 } counts } when progress.SinceProgress < Patience => HealthCheckResult.Healthy($"ingesting, {counts.Total} done"),
        { Counts: null } => HealthCheckResult.Unhealthy("nothing is ingested yet"),
        _ => HealthCheckResult.Unhealthy($"ingest stands still since {progress.SinceProgress.TotalSeconds:0} s"),
    });
}
