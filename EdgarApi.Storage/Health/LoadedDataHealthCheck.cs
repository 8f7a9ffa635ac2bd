using EdgarApi.Storage.Companies;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.Storage.Health;

/// <summary>Unhealthy until the data of at least one company is loaded, because there is nothing to serve before.</summary>
internal sealed class LoadedDataHealthCheck(ICompanyDirectory directory) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(directory.LoadedCount > 0
            ? HealthCheckResult.Healthy($"{directory.LoadedCount} companies loaded")
            : HealthCheckResult.Unhealthy("no company loaded yet"));
}
