using EdgarApi.AppHost.Supervision;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.AppHost;

public sealed class StartupHealthCheckTests
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.FromMilliseconds(100) };
    private readonly StartupHealthCheck.Progress _progress = new();

    [Fact]
    public async Task A_resource_is_healthy_as_soon_as_it_has_started()
    {
        var resource = new Resource { HealthyFrom = 3 };

        Assert.Equal(HealthStatus.Healthy, await CheckAsync(resource));
        Assert.Equal(3, resource.Checks);
    }

    [Fact]
    public async Task A_resource_that_does_not_start_is_unhealthy_after_five_seconds()
    {
        var resource = new Resource { HealthyFrom = int.MaxValue };

        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync(resource));
        Assert.InRange(resource.Checks, 10, 51);
    }

    [Fact]
    public async Task A_resource_that_was_healthy_is_checked_once_per_call()
    {
        var resource = new Resource();
        await CheckAsync(resource);
        resource.HealthyFrom = int.MaxValue;

        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync(resource));
        Assert.Equal(2, resource.Checks);
    }

    /// <summary>Each call creates the check, as the health check service does.</summary>
    private async Task<HealthStatus> CheckAsync(Resource resource)
    {
        var check = new StartupHealthCheck(resource, _progress, _time)
            .CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        await Waiting.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return check.IsCompleted;
        });
        return (await check).Status;
    }

    private sealed class Resource : IHealthCheck
    {
        public int HealthyFrom { get; set; }

        public int Checks { get; private set; }

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(++Checks >= HealthyFrom ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
    }
}
