using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.Accounts.Usage;

/// <summary>Degraded while usage records are lost, and for a minute afterwards; requests are still served.</summary>
internal sealed class UsageHealthCheck(IUsageBacklog backlog, UsageMetrics metrics) : IHealthCheck
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = backlog.State;
        return Task.FromResult(metrics.WasRefusedWithin(Period)
            ? HealthCheckResult.Degraded($"{state.Refused} requests were not recorded since the start; disk: {state.Failure ?? "writable"}")
            : HealthCheckResult.Healthy($"{state.Queued} records wait in memory, {state.SpoolBytes} bytes on disk"));
    }
}
