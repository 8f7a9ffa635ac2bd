using System.Net;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Authentication;

public sealed class ApiKeyTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Keyed = "/api/v1/companies/AAPL/statements/income";

    [Theory]
    [InlineData("/api/v1/companies?query=apple")]
    [InlineData("/api/v1/companies/AAPL/overview")]
    [InlineData("/api/v1/metrics")]
    [InlineData("/openapi/v1.json")]
    public async Task Public_company_information_needs_no_key(string address)
    {
        using var response = await Anonymous.GetAsync(new Uri(address, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("public, max-age=300, s-maxage=86400", response.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/api/v1/companies/AAPL/statements/income")]
    [InlineData("/api/v1/companies/AAPL/timeseries?metrics=Revenue")]
    [InlineData("/api/v1/timeseries?companies=AAPL&metrics=Revenue")]
    [InlineData("/api/v1/companies/AAPL/facts")]
    [InlineData("/api/v1/companies/AAPL/filings")]
    [InlineData("/api/v1/updates")]
    public async Task Everything_else_without_a_key_is_a_401_that_says_where_to_put_one(string address)
    {
        using var response = await Anonymous.GetAsync(new Uri(address, UriKind.Relative), Token);
        await ProblemOf(response, HttpStatusCode.Unauthorized, "api_key_missing");
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [InlineData("X-Api-Key", ApiServer.Key)]
    [InlineData("Authorization", "Bearer " + ApiServer.Key)]
    [InlineData("Authorization", "bearer " + ApiServer.Key)]
    public async Task The_development_key_is_taken_from_either_header(string header, string value)
    {
        using var response = await SendAnonymousAsync(header, value);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("max-age=300, private", response.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("X-Api-Key", "wrong")]
    [InlineData("X-Api-Key", ApiServer.Key + "x")]
    [InlineData("Authorization", "Bearer wrong")]
    public async Task A_wrong_key_is_a_401_of_its_own_code(string header, string value)
    {
        using var response = await SendAnonymousAsync(header, value);
        await ProblemOf(response, HttpStatusCode.Unauthorized, "api_key_invalid");
    }

    [Fact]
    public async Task Another_authorization_scheme_is_no_key()
    {
        using var response = await SendAnonymousAsync("Authorization", "Basic dXNlcjpwYXNz");
        await ProblemOf(response, HttpStatusCode.Unauthorized, "api_key_missing");
    }

    private async Task<HttpResponseMessage> SendAnonymousAsync(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Keyed, UriKind.Relative));
        request.Headers.TryAddWithoutValidation(header, value);
        return await Anonymous.SendAsync(request, Token);
    }
}
