using System.Net;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EdgarApi.Tests.Api.WebSecurity;

/// <summary>What anyone can reach without a key.</summary>
public sealed class ProbeTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private readonly SharedServers _servers = servers;
    private readonly ApiServer _api = api;

    [Theory]
    [InlineData("/alive")]
    [InlineData("/health")]
    [InlineData("/metrics")]
    public async Task Probes_can_only_be_read(string path)
    {
        foreach (var method in (string[])["POST", "PUT", "PATCH", "DELETE", "TRACE"])
        {
            using var refused = await SendAsync(new HttpMethod(method), path);
            Assert.Equal((HttpStatusCode.MethodNotAllowed, method), (refused.StatusCode, method));
        }

        using var read = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task Rejected_keys_leave_no_log_entries()
    {
        var log = new FakeLogCollector();
        await using var host = await _api.AnotherAsync(_servers, web => web.ConfigureTestServices(services =>
            services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(log)))));
        using var client = host.Client("not-a-key");
        log.Clear();
        for (var i = 0; i < 10; i++)
        {
            using var refused = await client.GetAsync(new Uri("/api/v1/companies/AAPL/statements/income", UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        Assert.DoesNotContain(log.GetSnapshot(), entry => entry.Category!.Contains("Authentication", StringComparison.Ordinal)
            || entry.Category.Contains("Authorization", StringComparison.Ordinal));
    }
}
