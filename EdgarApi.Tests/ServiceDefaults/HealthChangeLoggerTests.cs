using EdgarApi.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EdgarApi.Tests.ServiceDefaults;

public sealed class HealthChangeLoggerTests
{
    private readonly FakeLogCollector _log = new();
    private readonly HealthChangeLogger _logger;

    public HealthChangeLoggerTests() => _logger = new HealthChangeLogger(new FakeLogger<HealthChangeLogger>(_log));

    [Fact]
    public async Task Startup_changes_are_logged_once_as_information()
    {
        await PublishAsync(("ingest", HealthStatus.Unhealthy, "no company is ingested yet"));
        await PublishAsync(("ingest", HealthStatus.Unhealthy, "no company is ingested yet"));
        await PublishAsync(("ingest", HealthStatus.Healthy, "12 companies current"));
        await PublishAsync(("ingest", HealthStatus.Healthy, "13 companies current"));

        Assert.Equal(["Information Getting ready: ingest: no company is ingested yet", "Information Healthy"], Logged);
    }

    [Fact]
    public async Task Later_failures_and_recoveries_are_logged_once_by_severity()
    {
        await PublishAsync(("redis", HealthStatus.Healthy, null), ("postgres", HealthStatus.Healthy, null));
        await PublishAsync(("redis", HealthStatus.Degraded, "Redis does not respond"), ("postgres", HealthStatus.Healthy, null));
        await PublishAsync(
            ("redis", HealthStatus.Degraded, "Redis does not respond"), ("postgres", HealthStatus.Unhealthy, "no node responds for 1 s"));
        await PublishAsync(
            ("redis", HealthStatus.Degraded, "Redis does not respond"), ("postgres", HealthStatus.Unhealthy, "no node responds for 2 s"));
        await PublishAsync(("redis", HealthStatus.Healthy, null), ("postgres", HealthStatus.Healthy, null));

        Assert.Equal(
            [
                "Information Healthy", "Warning Degraded: redis: Redis does not respond",
                "Error Unhealthy: redis: Redis does not respond; postgres: no node responds for 1 s", "Information Healthy",
            ], Logged);
    }

    [Fact]
    public async Task A_check_that_threw_is_logged_with_its_exception()
    {
        await _logger.PublishAsync(
            new HealthReport(
                new Dictionary<string, HealthReportEntry>
                {
                    ["redis"] = new(
                        HealthStatus.Degraded,
                        "Redis does not respond",
                        default,
                        new TimeoutException("no response in 2 s"),
                        data: null),
                },
                default),
            TestContext.Current.CancellationToken);
        Assert.Equal(["Warning Degraded: redis: Redis does not respond: no response in 2 s"], Logged);
    }

    [Fact]
    public async Task Changes_are_logged_without_a_request()
    {
        var isUp = true;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(_log));
        builder.Services.AddHealthChecks().AddCheck(
            "redis", () => Volatile.Read(ref isUp) ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded());
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        await Waiting.UntilAsync(() => HealthLogged.Contains("Information Healthy"));

        Volatile.Write(ref isUp, false);

        await Waiting.UntilAsync(() => HealthLogged.Contains("Warning Degraded: redis"));
        Assert.Equal(["Information Healthy", "Warning Degraded: redis"], HealthLogged);
    }

    private IReadOnlyList<string> HealthLogged =>
        [
            .. _log.GetSnapshot()
                .Where(entry => entry.Category == typeof(HealthChangeLogger).FullName)
                .Select(entry => $"{entry.Level} {entry.Message}"),
        ];

    private IEnumerable<string> Logged => _log.GetSnapshot().Select(entry => $"{entry.Level} {entry.Message}");

    private Task PublishAsync(params (string Name, HealthStatus Status, string? Description)[] checks) =>
        _logger.PublishAsync(
            new HealthReport(
                checks.ToDictionary(
                    check => check.Name,
                    check => new HealthReportEntry(check.Status, check.Description, default, exception: null, data: null)),
                default),
            TestContext.Current.CancellationToken);
}
