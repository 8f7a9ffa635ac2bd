using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.Storage.Health;

/// <summary>
/// Healthy while a replica can serve reads, degraded while the primary is unavailable, only the primary can serve reads, all replicas lag
/// or a node is faulty, unhealthy if no node responds.
/// </summary>
internal sealed class PostgresHealthCheck(NodeSet nodes) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = nodes.All.ToDictionary(
            node => node.Name, object (node) =>
                !node.Health.IsReachable ? "unreachable"
                : $"reachable, {node.Health.Lag.TotalSeconds:0.0} s behind{(node.Health.IsFaulty ? ", faulty" : "")}");
        var serving = nodes.Replicas.Any(node => node.Health.IsHealthyFor(ReadRole.Api));
        return Task.FromResult(nodes.Primary.Health.IsReachable || serving
            ? nodes.All.FirstOrDefault(node => node.Health.IsFaulty) is { } faulty
                ? HealthCheckResult.Degraded($"{faulty.Name} has damaged data or a failing disk, or lacks memory or space", data: data)
            : !nodes.Primary.Health.IsReachable
                ? HealthCheckResult.Degraded("the primary is unavailable: replicas serve reads, changes fail", data: data)
            : serving || !nodes.IsPrimaryFallback
                ? HealthCheckResult.Healthy("a node serves reads", data)
                : HealthCheckResult.Degraded("no replica serves reads; using the primary", data: data)
            : HealthCheckResult.Unhealthy("no Postgres node responds", data: data));
    }
}
