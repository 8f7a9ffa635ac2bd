using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace EdgarApi.ServiceDefaults;

/// <summary>
/// Logs each change of the program's health once, whether or not anyone requests it. The framework logs every unhealthy check at every
/// request, and as an error even while a program is starting.
/// </summary>
internal sealed partial class HealthChangeLogger(ILogger<HealthChangeLogger> logger) : IHealthCheckPublisher
{
    /// <summary>Time between checks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private string? _logged;
    private bool _wasReady;

    /// <inheritdoc />
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        var bad = report.Entries.Where(check => check.Value.Status != HealthStatus.Healthy).ToList();
        // Descriptions contain numbers that change from check to check, so only names and states are compared.
        var now = string.Join(", ", bad.Select(check => $"{check.Key} {check.Value.Status}"));
        lock (_gate)
        {
            if (now == _logged) return Task.CompletedTask;
            var isReady = report.Status != HealthStatus.Unhealthy;
            var reasons = string.Join("; ", bad.Select(check => GetReason(check.Key, check.Value)));
            if (!isReady && !_wasReady) LogGettingReady(reasons);
            else if (!isReady) LogUnhealthy(reasons);
            else if (bad.Count > 0) LogDegraded(reasons);
            else LogHealthy();
            (_logged, _wasReady) = (now, _wasReady || isReady);
        }

        return Task.CompletedTask;
    }

    private static string GetReason(string check, HealthReportEntry entry) =>
        string.Join(
            ": ", new[] { check, entry.Description, entry.Exception?.Message }.Where(text => !string.IsNullOrEmpty(text)).Distinct());

    [LoggerMessage(LogLevel.Information, "Getting ready: {Reasons}")]
    private partial void LogGettingReady(string reasons);

    [LoggerMessage(LogLevel.Error, "Unhealthy: {Reasons}")]
    private partial void LogUnhealthy(string reasons);

    [LoggerMessage(LogLevel.Warning, "Degraded: {Reasons}")]
    private partial void LogDegraded(string reasons);

    [LoggerMessage(LogLevel.Information, "Healthy")]
    private partial void LogHealthy();
}
