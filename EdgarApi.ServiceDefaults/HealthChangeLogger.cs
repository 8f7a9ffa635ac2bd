using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace EdgarApi.ServiceDefaults;

/// <summary>
/// Logs one line per change of the program's health, whether or not anyone asks for it. The framework itself logs every unhealthy check at every request, and as
/// an error while a program that has just started gets ready.
/// </summary>
internal sealed partial class HealthChangeLogger(ILogger<HealthChangeLogger> logger) : IHealthCheckPublisher
{
    /// <summary>Time between two checks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private string? logged;
    private bool wasReady;

    /// <inheritdoc />
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        var bad = report.Entries.Where(check => check.Value.Status != HealthStatus.Healthy).ToList();
        // Descriptions contain figures that differ from check to check.
        var now = string.Join(", ", bad.Select(check => $"{check.Key} {check.Value.Status}"));
        lock (gate)
        {
            if (now == logged) return Task.CompletedTask;
            var isReady = report.Status != HealthStatus.Unhealthy;
            var reasons = string.Join("; ", bad.Select(check => Reason(check.Key, check.Value)));
            if (!isReady && !wasReady) LogGettingReady(reasons);
            else if (!isReady) LogUnhealthy(reasons);
            else if (bad.Count > 0) LogDegraded(reasons);
            else LogHealthy();
            (logged, wasReady) = (now, wasReady || isReady);
        }

        return Task.CompletedTask;
    }

    private static string Reason(string check, HealthReportEntry entry) =>
        string.Join(": ", new[] { check, entry.Description, entry.Exception?.Message }.Where(text => !string.IsNullOrEmpty(text)).Distinct());

    [LoggerMessage(LogLevel.Information, "Getting ready: {Reasons}")]
    private partial void LogGettingReady(string reasons);

    [LoggerMessage(LogLevel.Error, "Unhealthy: {Reasons}")]
    private partial void LogUnhealthy(string reasons);

    [LoggerMessage(LogLevel.Warning, "Degraded: {Reasons}")]
    private partial void LogDegraded(string reasons);

    [LoggerMessage(LogLevel.Information, "Healthy")]
    private partial void LogHealthy();
}
