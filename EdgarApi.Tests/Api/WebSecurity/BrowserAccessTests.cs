using System.Net;
using EdgarApi.Api.Discovery;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.WebSecurity;

public sealed class BrowserAccessTests(SharedServers servers, ApiServer api, ClassHosts hosts)
    : OwnApiTest(servers, api), IClassFixture<ClassHosts>
{
    private const string Site = "https://app.example.com";

    [Theory]
    [InlineData(Overview)]
    [InlineData("/api/v1/companies?query=apple")]
    [InlineData("/api/v1/metrics")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/problems/no_data")]
    public async Task Scripts_of_any_site_can_read_public_responses_and_their_headers(string address)
    {
        using var client = await hosts.AnonymousAsync();
        // A CDN serves one client's response to all others, including those that send an Origin header.
        foreach (var origin in new[] { Site, "", Site })
        {
            using var response = await GetAsync(client, address, origin.Length > 0 ? [("Origin", origin)] : []);
            Assert.Equal("*", GetHeader(response, "Access-Control-Allow-Origin"));
            Assert.Equal(
                ["Age", "ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Cache", "X-Degraded-Until",
                    "X-Total-Count"],
                GetHeader(response, "Access-Control-Expose-Headers")
                    .Split(',', StringSplitOptions.TrimEntries)
                    .Order(StringComparer.Ordinal));
            Assert.DoesNotContain("Origin", response.Headers.Vary);
        }
    }

    [Fact]
    public async Task A_preflight_is_cached_for_a_day_and_does_not_count()
    {
        using var client = await AnonymousAsync(("EdgarApi:Tiers:public:RequestsPerDay", "1"));
        for (var i = 0; i < 3; i++)
        {
            using var response = await PreflightAsync(client, Overview, "GET", "if-none-match");
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
            Assert.Equal(
                ("*", "86400"),
                (GetHeader(response, "Access-Control-Allow-Origin"), GetHeader(response, "Access-Control-Max-Age")));
            Assert.Contains("GET", GetHeader(response, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Overview, "DELETE", "if-none-match")]
    [InlineData(Overview, "GET", "x-api-key")]
    [InlineData(Income, "GET", "x-api-key")]
    public async Task Other_methods_and_routes_with_keys_are_closed_to_other_sites(string address, string method, string header)
    {
        using var client = await hosts.AnonymousAsync();
        using var response = await PreflightAsync(client, address, method, header);
        var (methods, headers) = (GetHeader(response, "Access-Control-Allow-Methods"), GetHeader(response, "Access-Control-Allow-Headers"));
        Assert.False(
            methods.Contains(method, StringComparison.OrdinalIgnoreCase) && headers.Contains(header, StringComparison.OrdinalIgnoreCase),
            $"{methods} {headers}");
    }

    [Theory]
    [InlineData("/api/v1/companies?query=apple")]
    [InlineData("/api/v1/companies/320193/overview")]
    [InlineData("/api/v1/metrics?format=csv")]
    public async Task A_preflight_for_a_public_route_allows_the_request(string address)
    {
        using var client = await hosts.AnonymousAsync();
        using var response = await PreflightAsync(client, address, "GET", "if-none-match");
        Assert.Equal(
            (HttpStatusCode.NoContent, "*", "GET,HEAD", "If-None-Match,traceparent"),
            (response.StatusCode, GetHeader(response, "Access-Control-Allow-Origin"),
                GetHeader(response, "Access-Control-Allow-Methods"), GetHeader(response, "Access-Control-Allow-Headers")));
        Assert.Equal("", GetHeader(response, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Responses_and_preflights_of_other_routes_allow_no_origin()
    {
        var host = await StartAsync();
        var (anonymous, keyed) = (Client(host), Keyed(host));
        var requests = new[]
        {
            ("GET", Income),
            ("GET", "/api/v1/timeseries?companies=AAPL&metrics=Revenue"),
            ("GET", "/api/v1/screen?where=NetMargin>0"),
            ("GET", "/api/v1/usage"),
            ("POST", "/api/v1/sessions"),
            ("DELETE", "/api/v1/sessions/current"),
            ("GET", "/api/v1/admin/keys"),
            ("POST", "/api/v1/admin/keys"),
            ("PATCH", "/admin/users/1"),
            ("DELETE", "/admin/keys/0aB3dE6gH9jK"),
            ("GET", "/openapi/accounts.json"),
            ("GET", "/metrics"),
            ("GET", "/api/v1/nothing"),
        };
        foreach (var (method, address) in requests)
        {
            using var preflight = await PreflightAsync(anonymous, address, method, "content-type");
            using var rejected = await SendAsync(anonymous, new HttpMethod(method), address, ("Origin", Site));
            using var accepted = await SendAsync(keyed, new HttpMethod(method), address, ("Origin", Site));
            Assert.NotEmptyAndAll([preflight, rejected, accepted], response => Assert.DoesNotContain(
                response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)));
        }
    }

    [Fact]
    public async Task The_open_routes_are_the_documented_ones_and_need_no_key()
    {
        var endpoints = (await StartAsync()).Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        var open = endpoints.Where(BrowserAccess.IsAllowed).ToList();
        Assert.Equal(
            [
                "/api/v1", "/api/v1/companies", "/api/v1/companies.csv", "/api/v1/companies/{id}", "/api/v1/companies/{id}/overview",
                "/api/v1/companies/{id}/overview.csv", "/api/v1/metrics", "/api/v1/metrics.csv",
                .. MarkdownPages.All.Select(MarkdownPages.GetAddress).Order(StringComparer.Ordinal), "/docs/{name}.md", "/llms.txt",
                "/openapi/v1.json", "/problems/{code}",
            ],
            open.Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Order(StringComparer.Ordinal));
        Assert.NotEmptyAndAll(open, endpoint => Assert.Empty(endpoint.Metadata.OfType<IAuthorizeData>()));
        Assert.NotEmptyAndAll(
            open,
            endpoint => Assert.NotEmptyAndAll(
                endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods, method => Assert.True(method is "GET" or "HEAD")));
    }

    [Fact]
    public async Task A_cached_response_that_needs_a_key_is_closed_to_other_sites_too()
    {
        using var client = await KeyedAsync();
        foreach (var cache in new[] { "miss", "hit-l1" })
        {
            using var response = await GetAsync(client, Income, ("Origin", Site));
            Assert.Equal(
                (HttpStatusCode.OK, cache, ""),
                (response.StatusCode, GetHeader(response, "X-Cache"), GetHeader(response, "Access-Control-Allow-Origin")));
        }
    }

    private static Task<HttpResponseMessage> PreflightAsync(HttpClient client, string address, string method, string header) =>
        SendAsync(
            client, HttpMethod.Options, address, ("Origin", Site), ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", header));
}
