using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.Storage.Health;

/// <summary>
/// Healthy while a replica can serve reads, degraded while only the primary can or all replicas lag, unhealthy if no node responds.
/// </summary>
internal sealed class PostgresHealthCheck(NodeSet nodes) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = nodes.All.ToDictionary(
            node => node.Name, object (node) =>
                node.Health.IsReachable ? $"reachable, {node.Health.Lag.TotalSeconds:0.0} s behind" : "unreachable");
        var serving = nodes.Replicas.Any(node => node.Health.IsHealthyFor(ReadRole.Api));
        return Task.FromResult(nodes.Primary.Health.IsReachable || serving
            ? serving || !nodes.IsPrimaryFallback
                ? HealthCheckResult.Healthy("a node serves reads", data)
                : HealthCheckResult.Degraded("no replica serves reads; using the primary", data: data)
            : HealthCheckResult.Unhealthy("no Postgres node responds", data: data));
    }
}
