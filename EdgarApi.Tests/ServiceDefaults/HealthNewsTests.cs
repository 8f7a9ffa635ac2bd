using EdgarApi.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Testing;

namespace EdgarApi.Tests.ServiceDefaults;

public sealed class HealthNewsTests
{
    private readonly FakeLogCollector log = new();
    private readonly HealthNews news;

    public HealthNewsTests() => news = new HealthNews(new FakeLogger<HealthNews>(log));

    [Fact]
    public void A_program_that_gets_ready_says_so_without_alarm_and_each_thing_once()
    {
        Tell(("ingest", HealthStatus.Unhealthy, "nothing is ingested yet"));
        Tell(("ingest", HealthStatus.Unhealthy, "nothing is ingested yet"));
        Tell(("ingest", HealthStatus.Healthy, "12 companies current"));
        Tell(("ingest", HealthStatus.Healthy, "13 companies current"));

        Assert.Equal(["Information Getting ready: ingest: nothing is ingested yet", "Information Healthy"], Logged);
    }

    [Fact]
    public void What_goes_wrong_later_is_told_once_by_its_weight_and_so_is_its_end()
    {
        Tell(("redis", HealthStatus.Healthy, null), ("postgres", HealthStatus.Healthy, null));
        Tell(("redis", HealthStatus.Degraded, "Redis does not answer"), ("postgres", HealthStatus.Healthy, null));
        Tell(("redis", HealthStatus.Degraded, "Redis does not answer"), ("postgres", HealthStatus.Unhealthy, "no node answers for 1 s"));
        Tell(("redis", HealthStatus.Degraded, "Redis does not answer"), ("postgres", HealthStatus.Unhealthy, "no node answers for 2 s"));
        Tell(("redis", HealthStatus.Healthy, null), ("postgres", HealthStatus.Healthy, null));

        Assert.Equal(
            [
                "Information Healthy", "Warning Degraded: redis: Redis does not answer",
                "Error Unhealthy: redis: Redis does not answer; postgres: no node answers for 1 s", "Information Healthy",
            ], Logged);
    }

    [Fact]
    public void A_check_that_failed_by_itself_is_told_with_its_failure()
    {
        news.Tell(new HealthReport(
            new Dictionary<string, HealthReportEntry> { ["redis"] = new(HealthStatus.Degraded, "Redis does not answer", default, new TimeoutException("no answer in 2 s"), data: null) }, default));
        Assert.Equal(["Warning Degraded: redis: Redis does not answer: no answer in 2 s"], Logged);
    }

    private IEnumerable<string> Logged => log.GetSnapshot().Select(entry => $"{entry.Level} {entry.Message}");

    private void Tell(params (string Name, HealthStatus Status, string? Description)[] checks) => news.Tell(new HealthReport(
        checks.ToDictionary(check => check.Name, check => new HealthReportEntry(check.Status, check.Description, default, exception: null, data: null)), default));
}
