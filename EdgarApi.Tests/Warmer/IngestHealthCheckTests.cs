using EdgarApi.Storage.Ingest;
using EdgarApi.Warmer.Ingest;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Warmer;

public sealed class IngestHealthCheckTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WarmerProgress _progress;

    public IngestHealthCheckTests() => _progress = new WarmerProgress(_time);

    [Fact]
    public async Task The_warmer_is_unhealthy_before_the_schema_and_the_first_company()
    {
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());
        _progress.MarkMigrated();
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());

        _progress.Report(new IngestCounts(1, 1, 0, 0, "CIK0000320193.json"));

        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    [Fact]
    public async Task A_stalled_first_ingest_is_unhealthy()
    {
        _progress.MarkMigrated();
        _progress.Report(new IngestCounts(1, 1, 0, 0, "CIK0000320193.json"));

        _time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());
    }

    [Fact]
    public async Task A_later_failure_only_degrades_because_stored_data_remains_valid()
    {
        _progress.MarkMigrated();
        _progress.MarkFailed("The ingest failed: no database");
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());

        _progress.MarkCompleted(new IngestCounts(1, 12, 0, 0, null));
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());

        _progress.MarkFailed("The refresh failed: the SEC does not respond");
        Assert.Equal(HealthStatus.Degraded, await StatusAsync());
    }

    [Fact]
    public async Task A_worker_without_changes_for_hours_is_healthy()
    {
        _progress.MarkMigrated();
        _progress.MarkCompleted(new IngestCounts(1, 0, 12, 0, null));

        _time.Advance(TimeSpan.FromHours(5));

        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    private async Task<HealthStatus> StatusAsync() =>
        (await new IngestHealthCheck(_progress).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;
}
