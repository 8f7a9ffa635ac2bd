using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.Storage.Health;

/// <summary>Healthy while a replica serves, degraded while only the primary or none within the lag does, unhealthy when no node answers.</summary>
internal sealed class PostgresHealthCheck(NodeSet nodes) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = nodes.All.ToDictionary(
            node => node.Name, object (node) => node.Health.IsReachable ? $"reachable, {node.Health.Lag.TotalSeconds:0.0} s behind" : "unreachable");
        var serving = nodes.Replicas.Any(node => node.Health.IsHealthyFor(ReadRole.Api));
        return Task.FromResult(nodes.Primary.Health.IsReachable || serving
            ? serving || !nodes.PrimaryIsLastResort
                ? HealthCheckResult.Healthy("reads have a node", data)
                : HealthCheckResult.Degraded("no replica serves; the primary stands in", data: data)
            : HealthCheckResult.Unhealthy("no Postgres node answers", data: data));
    }
}
