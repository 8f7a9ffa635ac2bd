using System.Globalization;
using System.Net;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Telemetry;

namespace EdgarApi.Tests.Api.Telemetry;

/// <summary>Who can read <c>/metrics</c>.</summary>
public sealed class MetricsEndpointTests(SharedServers servers, ApiServer api) : OwnApiTest(servers, api)
{
    private static readonly (string, string)[] Production = [("environment", "Production"), ("EdgarApi:DevelopmentKey", "")];

    private readonly SharedServers _servers = servers;
    private readonly ApiServer _api = api;

    [Fact]
    public async Task In_production_metrics_are_not_served_unless_they_have_an_address()
    {
        using var client = await AnonymousAsync(Production);
        using var response = await GetAsync(client, "/metrics");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task In_production_only_the_address_for_metrics_serves_them_whatever_the_client_says()
    {
        var port = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        await using var process = await _api.ProcessAsync(
            _servers, ("ASPNETCORE_ENVIRONMENT", "Production"), ("EdgarApi:DevelopmentKey", ""),
            ("EdgarApi:Usage:Enabled", "false"), ("EdgarApi:MetricsUrl", $"http://127.0.0.1:{port}"));
        using var open = new HttpClient { BaseAddress = process.Address };
        using var inside = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        foreach (var host in (string[])[process.Address.Authority, $"127.0.0.1:{port}"])
        {
            using var response = await GetAsync(open, "/metrics", ("Host", host), ("X-Forwarded-Port", port));
            await ReadProblemAsync(response, HttpStatusCode.NotFound, "route_not_found");
        }

        Assert.Equal("counter", (await Scrape.ReadAsync(inside)).Types["cache_requests_total"]);
    }

    [Theory]
    [InlineData("9464")]
    [InlineData("http://*:0")]
    [InlineData("http://unix:/tmp/metrics.sock")]
    public async Task An_address_without_a_port_prevents_the_start(string address)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(("EdgarApi:MetricsUrl", address)));
        Assert.Contains($"EdgarApi:MetricsUrl is '{address}'", $"{error}", StringComparison.Ordinal);
    }
}
