using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Traffic;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.LoadTesting;

public sealed class OpenModelTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The clock moves only while the server stalls, by ten seconds, so the latencies do not depend on the machine.</summary>
    [Fact]
    public async Task A_stall_of_the_server_counts_in_the_latency_of_all_requests_due_meanwhile()
    {
        var (time, requested, release) = (new FakeTimeProvider(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await StubServer.StartAsync(async context =>
        {
            requested.TrySetResult();
            await release.Task;
            await context.Response.WriteAsync("{}");
        });
        var (meter, run) = Run(server, time, timeoutSeconds: 60, connections: 1);
        await requested.Task.InTimeAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        release.SetResult();
        await run.InTimeAsync();
        meter.Tick(TimeSpan.FromSeconds(10));

        var (latency, service) = (LatencySummary.From(meter.Latency), LatencySummary.From(meter.ServiceTime));
        Assert.Equal((1000, 1000, 0), (meter.Offered, meter.Completed, meter.Errors.Count));
        Assert.Equal((1000, 1000), (latency.Count, service.Count));
        double[] percentiles = [latency.P50, latency.P95, latency.P99, latency.P999, latency.Max];
        Assert.Equal([5000, 9500, 9900, 9990, 10_000], percentiles.Select(ms => Math.Round(ms / 10) * 10));
        // Measured from when they were sent, only one request in a thousand is slow.
        Assert.Equal((0.001, 0.001), (service.P50, service.P99));
        Assert.Equal(10_000, Math.Round(service.Max / 10) * 10);
    }

    [Fact]
    public async Task A_request_that_cannot_be_sent_within_the_timeout_is_an_error_and_its_wait_counts_as_latency()
    {
        var (time, requested, release) = (new FakeTimeProvider(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await StubServer.StartAsync(async context =>
        {
            requested.TrySetResult();
            await release.Task;
        });
        var (meter, run) = Run(server, time, timeoutSeconds: 2, connections: 1);
        await requested.Task.InTimeAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        release.SetResult();
        await run.InTimeAsync();
        meter.Tick(TimeSpan.FromSeconds(10));

        Assert.Equal([("not sent in time", 799)], meter.Errors.Select(error => (error.Key, error.Value)));
        Assert.Equal((1000, 1000, 201), (meter.Completed, LatencySummary.From(meter.Latency).Count, server.Requests.Count));
        Assert.Equal(10_000, Math.Round(LatencySummary.From(meter.Latency).Max / 10) * 10);
    }

    private static (LoadMeter Meter, Task Run) Run(StubServer server, TimeProvider time, double timeoutSeconds, int connections)
    {
        var requests = new RequestSource([("endpoint", 1, "/{id}")], ["0", "1"], 1, new RequestFormat(server.Address.Authority, null));
        var meter = new LoadMeter(requests.Endpoints);
        var timeout = TimeSpan.FromSeconds(timeoutSeconds);
        var context = new TrafficContext(requests, () => new LoadConnection(server.Address, Minute, time), meter, timeout, Seed: 1, time);
        var rate = new RampedRate(100, 100, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        return (meter, new OpenModel(context, rate, connections).RunAsync(Stop));
    }
}
