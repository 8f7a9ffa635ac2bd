using EdgarApi.Storage.Ingest;
using EdgarApi.Warmer.Ingest;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Warmer;

public sealed class IngestHealthCheckTests
{
    private readonly FakeTimeProvider time = new();
    private readonly WarmerProgress progress;

    public IngestHealthCheckTests() => progress = new WarmerProgress(time);

    [Fact]
    public async Task Nothing_is_healthy_before_the_schema_and_a_first_company()
    {
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());
        progress.MarkMigrated();
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());

        progress.Report(new IngestCounts(1, 1, 0, 0, "CIK0000320193.json"));

        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    [Fact]
    public async Task A_first_ingest_that_stands_still_is_unhealthy()
    {
        progress.MarkMigrated();
        progress.Report(new IngestCounts(1, 1, 0, 0, "CIK0000320193.json"));

        time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());
    }

    [Fact]
    public async Task A_later_failure_only_degrades_because_what_is_on_file_stays_good()
    {
        progress.MarkMigrated();
        progress.MarkFailed("The ingest failed: no database");
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());

        progress.MarkCompleted(new IngestCounts(1, 12, 0, 0, null));
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());

        progress.MarkFailed("The refresh failed: the SEC does not respond");
        Assert.Equal(HealthStatus.Degraded, await StatusAsync());
    }

    [Fact]
    public async Task A_worker_that_has_nothing_new_to_do_for_hours_is_healthy()
    {
        progress.MarkMigrated();
        progress.MarkCompleted(new IngestCounts(1, 0, 12, 0, null));

        time.Advance(TimeSpan.FromHours(5));

        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    private async Task<HealthStatus> StatusAsync() =>
        (await new IngestHealthCheck(progress).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;
}
