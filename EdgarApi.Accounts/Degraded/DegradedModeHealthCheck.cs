using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.Accounts.Degraded;

/// <summary>Degraded while degraded mode is on, with its end and its reason.</summary>
internal sealed class DegradedModeHealthCheck(DegradedMode mode) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(mode.Current is { } period
            ? HealthCheckResult.Degraded($"degraded mode until {period.EndText}: {period.Reason}")
            : HealthCheckResult.Healthy("degraded mode is off"));
}
