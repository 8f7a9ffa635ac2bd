using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace EdgarApi.ServiceDefaults;

/// <summary>
/// Logs that the program's health changed, once a change. The framework logs every check that is not healthy as often as somebody asks, which is each second, and as an
/// error while a program that has just started gets ready.
/// </summary>
internal sealed partial class HealthNews(ILogger<HealthNews> logger)
{
    private readonly Lock gate = new();
    private string? told;
    private bool wasReady;

    /// <summary>Looks at what somebody is told who asked.</summary>
    public void Tell(HealthReport report)
    {
        var bad = report.Entries.Where(check => check.Value.Status != HealthStatus.Healthy).ToList();
        // What a description counts changes with every asking.
        var now = string.Join(", ", bad.Select(check => $"{check.Key} {check.Value.Status}"));
        lock (gate)
        {
            if (now == told) return;
            var isReady = report.Status != HealthStatus.Unhealthy;
            var reasons = string.Join("; ", bad.Select(check => Reason(check.Key, check.Value)));
            if (!isReady && !wasReady) LogGettingReady(reasons);
            else if (!isReady) LogUnhealthy(reasons);
            else if (bad.Count > 0) LogDegraded(reasons);
            else LogHealthy();
            (told, wasReady) = (now, wasReady || isReady);
        }
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
