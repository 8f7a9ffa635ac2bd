using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.Warmer.Datasets;

/// <summary>Degraded if the last build of datasets failed. The previous datasets stay available, and everything else works.</summary>
internal sealed class DatasetHealthCheck(DatasetBuilds builds) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(builds.Failure is { } failure ? HealthCheckResult.Degraded(failure) : HealthCheckResult.Healthy());
}
