using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgarApi.Accounts;
using EdgarApi.Tests.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace EdgarApi.Tests.Api.WebSecurity;

/// <summary>The items that are about accounts.</summary>
public sealed partial class OwaspTests
{
    private const string Admin = "/api/v1/admin";

    [Fact]
    public async Task API1_broken_object_level_authorization_anothers_users_keys_and_usage_are_as_if_they_were_not_there()
    {
        var host = await StartAsync();
        var (mine, theirs) = (await host.Services.CreateKeyAsync(KeyScope.Admin | KeyScope.Read), await host.Services.CreateKeyAsync(KeyScope.Admin | KeyScope.Read));
        using var client = Keyed(host, mine.Text);
        using var owner = Keyed(host, theirs.Text);
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, $"/users/{theirs.Key.UserId}", null), (HttpMethod.Patch, $"/users/{theirs.Key.UserId}", new { isActive = false }),
            (HttpMethod.Get, $"/keys/{theirs.Key.PublicId}", null), (HttpMethod.Delete, $"/keys/{theirs.Key.PublicId}", null),
            (HttpMethod.Patch, $"/keys/{theirs.Key.PublicId}", new { scopes = new[] { "read" } }), (HttpMethod.Post, $"/keys/{theirs.Key.PublicId}/rotate", new { graceSeconds = 0 }), (HttpMethod.Post, "/keys", new { userId = theirs.Key.UserId, name = "stolen" }),
            (HttpMethod.Get, $"/organizations/{theirs.Key.OrganizationId}", null),
        })
        {
            using var response = await SendJsonAsync(client, method, Admin + path, body);
            Assert.Equal((HttpStatusCode.NotFound, path), (response.StatusCode, path));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(owner, $"{Admin}/keys/{theirs.Key.PublicId}"));
        foreach (var list in new[] { "/users", "/keys", $"/keys?user={theirs.Key.UserId}", $"/users?organization={theirs.Key.OrganizationId}", "/audit" })
        {
            using var response = await GetAsync(client, Admin + list);
            var text = await response.Content.ReadAsStringAsync(Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.DoesNotContain(theirs.Key.PublicId, text, StringComparison.Ordinal);
            Assert.DoesNotContain($"\"organizationId\":{theirs.Key.OrganizationId},", text, StringComparison.Ordinal);
        }

        // The seeded requests of January are another organization's; no parameter names whose to tell.
        using var usage = await GetAsync(client, "/api/v1/usage?from=2026-01-01&to=2026-01-31&scope=organization");
        using var told = JsonDocument.Parse(await usage.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(0, told.RootElement.GetProperty("total").GetProperty("requests").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(client, $"/api/v1/usage?user={theirs.Key.UserId}"));
    }

    [Fact]
    public async Task API3_broken_object_property_level_authorization_no_secret_is_shown_and_no_property_set_that_is_not_the_callers_to_set()
    {
        var host = await StartAsync();
        var admin = await host.Services.CreateKeyAsync(KeyScope.Admin | KeyScope.Read, tier: "basic");
        using var client = Keyed(host, admin.Text);
        using var shown = await GetAsync(client, $"{Admin}/keys/{admin.Key.PublicId}");
        using var key = JsonDocument.Parse(await shown.Content.ReadAsByteArrayAsync(Token));
        Assert.DoesNotContain(key.RootElement.EnumerateObject(), member => member.Name.Contains("hash", StringComparison.OrdinalIgnoreCase) || member.Name.Contains("secret", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(admin.Text.Split('_')[3], key.RootElement.GetRawText(), StringComparison.Ordinal);

        foreach (var (method, path, body, status) in new (HttpMethod, string, object, HttpStatusCode)[]
        {
            (HttpMethod.Patch, $"/users/{admin.Key.UserId}", new { tier = "enterprise" }, HttpStatusCode.Forbidden),
            (HttpMethod.Post, "/users", new { name = "x", tier = "enterprise" }, HttpStatusCode.Forbidden),
            (HttpMethod.Patch, $"/users/{admin.Key.UserId}", new { name = "x", organizationId = 1 }, HttpStatusCode.BadRequest),
            (HttpMethod.Post, "/users", new { name = "x", isOperator = true }, HttpStatusCode.BadRequest),
            (HttpMethod.Post, "/keys", new { userId = admin.Key.UserId, name = "x", scopes = new[] { "operate" } }, HttpStatusCode.BadRequest),
            (HttpMethod.Post, "/keys", new { userId = admin.Key.UserId, name = "x", secretHash = "00" }, HttpStatusCode.BadRequest),
        })
        {
            using var response = await SendJsonAsync(client, method, Admin + path, body);
            Assert.True(response.StatusCode == status, $"{method} {path} {JsonSerializer.Serialize(body)}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task API5_broken_function_level_authorization_administration_refuses_ordinary_keys_and_operation_customers()
    {
        var host = await StartAsync();
        using var anonymous = Client(host);
        using var reader = Keyed(host, (await host.Services.CreateKeyAsync(KeyScope.Read)).Text);
        using var customer = Keyed(host, (await host.Services.CreateKeyAsync(KeyScope.Admin | KeyScope.Read)).Text);
        var endpoints = GetEndpoints(host.Services).Where(endpoint => AddressOf(endpoint).Contains("/admin/", StringComparison.Ordinal)).ToList();
        Assert.True(endpoints.Count > 10);
        foreach (var endpoint in endpoints)
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(method => method != "HEAD"))
            {
                Assert.Equal((HttpStatusCode.Unauthorized, AddressOf(endpoint)), (await StatusOfAsync(anonymous, method, endpoint), AddressOf(endpoint)));
                Assert.Equal((HttpStatusCode.Forbidden, AddressOf(endpoint)), (await StatusOfAsync(reader, method, endpoint), AddressOf(endpoint)));
                if (GetPolicies(endpoint).Contains("operate"))
                    Assert.Equal((HttpStatusCode.Forbidden, AddressOf(endpoint)), (await StatusOfAsync(customer, method, endpoint), AddressOf(endpoint)));
            }
        }
    }

    [Fact]
    public async Task API6_unrestricted_access_to_sensitive_business_flows_nobody_signs_himself_up_and_a_day_bounds_what_one_takes_along()
    {
        var host = await StartAsync(("EdgarApi:Tiers:basic:RequestsPerDay", "4"));
        var changing = GetEndpoints(host.Services).Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Any(method => method is not ("GET" or "HEAD" or "OPTIONS")) == true).ToList();
        Assert.NotEmpty(changing);
        Assert.NotEmptyAndAll(changing, endpoint => Assert.NotEmpty(endpoint.Metadata.OfType<IAuthorizeData>()));

        var user = await host.Services.CreateUserAsync("basic");
        var taken = 0;
        // Another key, another company, another page: it is the same user's day.
        for (var i = 0; i < 10; i++)
        {
            using var client = Keyed(host, await host.Services.CreateKeyAsync(user));
            if (await StatusAsync(client, $"/api/v1/companies/{(i % 2 == 0 ? "AAPL" : "NVDA")}/facts?offset={i * 100}") == HttpStatusCode.OK) taken++;
        }

        Assert.Equal(4, taken);
    }

    private static string AddressOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static IEnumerable<string?> GetPolicies(RouteEndpoint endpoint) => endpoint.Metadata.OfType<IAuthorizeData>().Select(data => data.Policy);

    private static async Task<HttpStatusCode> StatusOfAsync(HttpClient client, string method, RouteEndpoint endpoint)
    {
        var address = string.Join('/', AddressOf(endpoint).Split('/').Select(part => part.StartsWith('{') ? "1" : part));
        using var response = await SendAsync(client, new HttpMethod(method), address);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendJsonAsync(HttpClient client, HttpMethod method, string address, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body);
        return await client.SendAsync(request, Token);
    }
}
