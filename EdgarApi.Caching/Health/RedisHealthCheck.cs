using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.Caching.Health;

/// <summary>Degraded instead of unhealthy without Redis: all requests are still served, only more slowly.</summary>
internal sealed class RedisHealthCheck(RedisGateway redis) : IHealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!redis.IsConfigured) return HealthCheckResult.Degraded("no connection string 'redis'");
        var (time, error) = await redis.PingAsync(Timeout, cancellationToken).ConfigureAwait(false);
        return error is null
            ? HealthCheckResult.Healthy($"responded in {time.TotalMilliseconds:0.0} ms")
            : HealthCheckResult.Degraded("Redis does not respond", error);
    }
}
