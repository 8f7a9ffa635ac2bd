using System.Net;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.WebSecurity;

public sealed class BrowserAccessTests(SharedServers servers, ApiServer api) : OwnApiTest(servers, api)
{
    private const string Site = "https://app.example.com";

    [Theory]
    [InlineData(Overview)]
    [InlineData("/api/v1/companies?query=apple")]
    [InlineData("/api/v1/metrics")]
    public async Task Scripts_of_any_site_may_read_what_is_public_with_the_headers_that_tell_of_it(string address)
    {
        using var client = await AnonymousAsync();
        // The CDN gives what it was given for one client to all others: also to those that send an origin.
        foreach (var origin in new[] { Site, "", Site })
        {
            using var response = await GetAsync(client, address, origin.Length > 0 ? [("Origin", origin)] : []);
            Assert.Equal("*", HeaderOf(response, "Access-Control-Allow-Origin"));
            Assert.Equal(
                ["Age", "ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Cache"],
                HeaderOf(response, "Access-Control-Expose-Headers").Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));
            Assert.DoesNotContain("Origin", response.Headers.Vary);
        }
    }

    [Fact]
    public async Task A_preflight_is_answered_for_a_day_and_counts_for_nothing()
    {
        using var client = await AnonymousAsync(("EdgarApi:Tiers:public:RequestsPerDay", "1"));
        for (var i = 0; i < 3; i++)
        {
            using var response = await PreflightAsync(client, Overview, "GET", "if-none-match");
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
            Assert.Equal(("*", "86400"), (HeaderOf(response, "Access-Control-Allow-Origin"), HeaderOf(response, "Access-Control-Max-Age")));
            Assert.Contains("GET", HeaderOf(response, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Overview, "DELETE", "if-none-match")]
    [InlineData(Overview, "GET", "x-api-key")]
    [InlineData(Income, "GET", "x-api-key")]
    public async Task Other_methods_keys_and_keyed_routes_are_not_for_other_sites(string address, string method, string header)
    {
        using var client = await AnonymousAsync();
        using var response = await PreflightAsync(client, address, method, header);
        var (methods, headers) = (HeaderOf(response, "Access-Control-Allow-Methods"), HeaderOf(response, "Access-Control-Allow-Headers"));
        Assert.False(methods.Contains(method, StringComparison.OrdinalIgnoreCase) && headers.Contains(header, StringComparison.OrdinalIgnoreCase), $"{methods} {headers}");
    }

    [Fact]
    public async Task A_keyed_answer_is_for_no_other_sites_script()
    {
        using var client = await KeyedAsync();
        foreach (var _ in new[] { "miss", "hit" })
        {
            using var response = await GetAsync(client, Income, ("Origin", Site));
            Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, HeaderOf(response, "Access-Control-Allow-Origin")));
        }
    }

    private static Task<HttpResponseMessage> PreflightAsync(HttpClient client, string address, string method, string header) => SendAsync(
        client, HttpMethod.Options, address, ("Origin", Site), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", header));
}
