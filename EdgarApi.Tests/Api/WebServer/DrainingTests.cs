using System.Net;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.WebServer;

/// <summary>Processes that stop under load. Real processes, which get SIGTERM.</summary>
public sealed class DrainingTests(SharedServers servers, ApiServer api)
{
    private const string Overview = "/api/v1/companies/AAPL/overview";

    [Fact]
    public async Task Replacing_all_processes_one_by_one_fails_no_request()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await using var traffic = new BalancedTraffic(Overview, first, second);
        await traffic.UntilServedAsync(first, 50);
        await traffic.UntilServedAsync(second, 50);

        await first.StopAsync();
        await traffic.UntilServedAsync(second, 100);
        Assert.Empty(traffic.Failures);

        await using var third = await StartAsync();
        await traffic.AddAsync(third);
        await second.StopAsync();
        await traffic.UntilServedAsync(third, 100);
        Assert.Empty(traffic.Failures);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_process_that_drains_is_unhealthy_and_alive_serves_and_closes_connections()
    {
        await using var process = await StartAsync();
        using var client = process.Client();
        using var before = await client.GetAsync(new Uri(Overview, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.NotEqual(true, before.Headers.ConnectionClose);

        var stopping = process.StopAsync();
        await Waiting.UntilAsync(async () => await GetAsync("/health") is { StatusCode: HttpStatusCode.ServiceUnavailable });
        using var alive = await GetAsync("/alive");
        using var problem = await GetAsync("/api/v1/companies/AAPL/overview?asOf=never");
        using var served = await GetAsync(Overview);

        Assert.All([alive, served, problem], response => Assert.True(response.Headers.ConnectionClose));
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest],
            [alive.StatusCode, served.StatusCode, problem.StatusCode]);
        await stopping;

        Task<HttpResponseMessage> GetAsync(string path) =>
            client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
    }

    private Task<ApiProcess> StartAsync() => api.ProcessAsync(servers, ("EdgarApi:Shutdown:DrainTime", "00:00:06"));
}
