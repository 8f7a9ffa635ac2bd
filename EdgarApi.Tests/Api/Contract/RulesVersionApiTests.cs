using System.Globalization;
using System.Net;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Contract;

public sealed class RulesVersionApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private static readonly string Version = RulesVersion.Current.ToString(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("/api/v1/companies/AAPL/overview")]
    [InlineData("/api/v1/companies/AAPL/statements/income")]
    [InlineData("/api/v1/companies/AAPL/timeseries?metrics=Revenue")]
    [InlineData("/api/v1/timeseries?metrics=Revenue&companies=AAPL,NVDA")]
    [InlineData("/api/v1/companies/AAPL/ratios")]
    [InlineData("/api/v1/metrics")]
    [InlineData("/api/v1/frames/Revenue/latest")]
    [InlineData("/api/v1/screen?where=NetMargin>0")]
    [InlineData("/api/v1/companies/NVDA/peers")]
    public async Task Responses_with_values_name_the_version_of_the_rules(string address) =>
        Assert.Equal(RulesVersion.Current, (await GetJsonAsync(address)).GetProperty("rulesVersion").GetInt32());

    [Theory]
    [InlineData("/api/v1/companies/AAPL/statements/income?format=csv")]
    [InlineData("/api/v1/companies/AAPL/facts")]
    [InlineData("/api/v1/updates")]
    public async Task CSV_cached_and_unchanged_responses_have_it_in_a_header(string address)
    {
        using var first = await GetAsync(address);
        Assert.Equal([Version], first.Headers.GetValues("X-Rules-Version"));
        using var second = await GetAsync(address);
        Assert.Equal([Version], second.Headers.GetValues("X-Rules-Version"));
        using var unchanged = await GetAsync(address, ("If-None-Match", first.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal([Version], unchanged.Headers.GetValues("X-Rules-Version"));
    }
}
