using System.Net;
using EdgarApi.Api.Caching;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Caching;

/// <summary>A process whose limit of responses in progress is reached.</summary>
public sealed class OverloadTests(SharedServers servers, ApiServer api)
{
    private const string Hit = "/api/v1/companies/NVDA/statements/income?periods=5";
    private const string Miss = "/api/v1/companies/NVDA/statements/income?periods=6";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Misses_are_a_503_with_Retry_After_and_hits_are_served()
    {
        await using var host = await api.AnotherAsync(servers, web =>
            web.UseSetting("EdgarApi:Cache:Namespace", $"t{Guid.NewGuid():N}"[..20]));
        using var client = host.Client(ApiServer.Key);
        using (await GetAsync(client, Hit, HttpStatusCode.OK)) { }
        var admission = host.Services.GetRequiredService<Admission>();
        var keys = Enumerable.Range(0, Admission.MaxLimit).Select(i => $"busy {i}");
        string[] busy = [.. keys.TakeWhile(key => admission.TryEnter(key, null))];

        using var refused = await GetAsync(client, Miss, HttpStatusCode.ServiceUnavailable);
        Assert.Contains("\"overloaded\"", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
        using var hit = await GetAsync(client, Hit, HttpStatusCode.OK);
        Assert.Equal("hit-l1", hit.GetXCache());

        foreach (var key in busy) admission.Leave(key, TimeProvider.System.GetTimestamp());
        using var served = await GetAsync(client, Miss, HttpStatusCode.OK);
        Assert.Equal("miss", served.GetXCache());
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string address, HttpStatusCode status)
    {
        var response = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
        Assert.Equal(status, response.StatusCode);
        return response;
    }
}
