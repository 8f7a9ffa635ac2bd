using System.Net;
using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Caching;

/// <summary>Sends a request while facts are unavailable.</summary>
public sealed class StaleAnswerTests(SharedServers servers, ApiServer api)
{
    private const string Income = "/api/v1/companies/NVDA/statements/income?periods=5";

    private readonly string _space = $"t{Guid.NewGuid():N}"[..20];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_expired_response_is_served_stale_with_its_age_for_up_to_a_day()
    {
        await using var before = await api.AnotherAsync(servers, Spaced);
        using var first = await GetAsync(before);
        Assert.Equal("miss", first.GetXCache());

        await OlderResponse.MakeAsync(before.Services, _space, TimeSpan.FromHours(23));
        await using (var during = await StartWithoutFactsAsync())
        {
            using var stale = await GetAsync(during);
            Assert.Equal((HttpStatusCode.OK, "stale", first.Headers.ETag), (stale.StatusCode, stale.GetXCache(), stale.Headers.ETag));
            Assert.InRange(stale.Headers.Age!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(23.1));
            Assert.Equal(await first.Content.ReadAsByteArrayAsync(Token), await stale.Content.ReadAsByteArrayAsync(Token));
        }

        await OlderResponse.MakeAsync(before.Services, _space, TimeSpan.FromHours(2));
        await using var later = await StartWithoutFactsAsync();
        using var none = await GetAsync(later);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (none.StatusCode, none.Headers.RetryAfter is not null));
    }

    private void Spaced(IWebHostBuilder host) => host.UseSetting("EdgarApi:Cache:Namespace", _space);

    private Task<ApiHost> StartWithoutFactsAsync() => api.AnotherAsync(servers, host =>
    {
        Spaced(host);
        host.ConfigureTestServices(services => services.AddSingleton<ICompanyFactsReader, NoFacts>());
    });

    private static async Task<HttpResponseMessage> GetAsync(ApiHost process)
    {
        using var client = process.Client(ApiServer.Key);
        return await client.GetAsync(new Uri(Income, UriKind.Relative), Token);
    }

    private sealed class NoFacts : ICompanyFactsReader
    {
        public ValueTask<CompanyFacts?> GetAsync(CompanyEntry company, CancellationToken cancellationToken) =>
            throw new DatabaseUnavailableException("No node answers.");
    }
}
