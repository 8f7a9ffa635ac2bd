using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.AppHost.Supervision;

/// <summary>
/// Reports a resource as healthy without delay. Aspire repeats a failed check after one second, then after two, three and so on, which
/// delays the start of everything that waits for the resource. This check therefore repeats itself until the resource is first healthy.
/// </summary>
internal sealed class StartupHealthCheck(IHealthCheck check, StartupHealthCheck.Progress progress, TimeProvider time) : IHealthCheck
{
    /// <summary>How long one call waits for the resource; after this the dashboard shows why it is not healthy.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        for (var start = time.GetTimestamp(); ;)
        {
            var result = await check.CheckHealthAsync(context, cancellationToken).ConfigureAwait(false);
            if (result.Status == HealthStatus.Healthy) progress.WasHealthy = true;
            if (progress.WasHealthy || time.GetElapsedTime(start) >= Limit) return result;
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>State that outlives one call: a health check is created for each call.</summary>
    internal sealed class Progress
    {
        /// <summary>Whether the resource has been healthy since the AppHost started.</summary>
        public bool WasHealthy { get; set; }
    }
}
