using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgarApi.Accounts;
using EdgarApi.Tests.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace EdgarApi.Tests.Api.WebSecurity;

/// <summary>The items about accounts.</summary>
public sealed partial class OwaspTests
{
    private const string Admin = "/api/v1/admin";

    [Fact]
    public async Task API1_broken_object_level_authorization_resources_of_others_look_nonexistent()
    {
        var host = await StartAsync();
        var (mine, theirs) = (
            await host.Services.CreateKeyAsync(KeyScope.Admin | KeyScope.Read),
            await host.Services.CreateKeyAsync(KeyScope.Admin | KeyScope.Read));
        using var client = Keyed(host, mine.Text);
        using var owner = Keyed(host, theirs.Text);
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, $"/users/{theirs.Key.UserId}", null),
            (HttpMethod.Patch, $"/users/{theirs.Key.UserId}", new { isActive = false }),
            (HttpMethod.Get, $"/keys/{theirs.Key.PublicId}", null),
            (HttpMethod.Delete, $"/keys/{theirs.Key.PublicId}", null),
            (HttpMethod.Patch, $"/keys/{theirs.Key.PublicId}", new { scopes = new[] { "read" } }),
            (HttpMethod.Post, $"/keys/{theirs.Key.PublicId}/rotate", new { graceSeconds = 0 }),
            (HttpMethod.Post, "/keys", new { userId = theirs.Key.UserId, name = "stolen" }),
            (HttpMethod.Get, $"/organizations/{theirs.Key.OrganizationId}", null),
        })
        {
            using var response = await SendJsonAsync(client, method, Admin + path, body);
            Assert.Equal((HttpStatusCode.NotFound, path), (response.StatusCode, path));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(owner, $"{Admin}/keys/{theirs.Key.PublicId}"));
        var lists = new[]
        {
            "/users",
            "/keys",
            $"/keys?user={theirs.Key.UserId}",
            $"/users?organization={theirs.Key.OrganizationId}",
            "/audit",
        };
        foreach (var list in lists)
        {
            using var response = await GetAsync(client, Admin + list);
            var text = await response.Content.ReadAsStringAsync(Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.DoesNotContain(theirs.Key.PublicId, text, StringComparison.Ordinal);
            Assert.DoesNotContain($"\"organizationId\":{theirs.Key.OrganizationId},", text, StringComparison.Ordinal);
        }

        // The seeded requests of January belong to another organization, and no parameter selects whose usage to return.
        using var usage = await GetAsync(client, "/api/v1/usage?from=2026-01-01&to=2026-01-31&scope=organization");
        using var report = JsonDocument.Parse(await usage.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(0, report.RootElement.GetProperty("total").GetProperty("requests").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(client, $"/api/v1/usage?user={theirs.Key.UserId}"));
    }

    [Fact]
    public async Task API3_broken_object_property_level_authorization_secrets_are_hidden_and_protected_properties_read_only()
    {
        var host = await StartAsync();
        var admin = await host.Services.CreateKeyAsync(KeyScope.Admin | KeyScope.Read, tier: "basic");
        using var client = Keyed(host, admin.Text);
        using var shown = await GetAsync(client, $"{Admin}/keys/{admin.Key.PublicId}");
        using var key = JsonDocument.Parse(await shown.Content.ReadAsByteArrayAsync(Token));
        Assert.DoesNotContain(key.RootElement.EnumerateObject(), member =>
            member.Name.Contains("hash", StringComparison.OrdinalIgnoreCase)
            || member.Name.Contains("secret", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(admin.Text.Split('_')[3], key.RootElement.GetRawText(), StringComparison.Ordinal);

        string[] operate = ["operate"];
        foreach (var (method, path, body, status) in new (HttpMethod, string, object, HttpStatusCode)[]
        {
            (HttpMethod.Patch, $"/users/{admin.Key.UserId}", new { tier = "enterprise" }, HttpStatusCode.Forbidden),
            (HttpMethod.Post, "/users", new { name = "x", tier = "enterprise" }, HttpStatusCode.Forbidden),
            (HttpMethod.Patch, $"/users/{admin.Key.UserId}", new { name = "x", organizationId = 1 }, HttpStatusCode.BadRequest),
            (HttpMethod.Post, "/users", new { name = "x", isOperator = true }, HttpStatusCode.BadRequest),
            (HttpMethod.Post, "/keys", new { userId = admin.Key.UserId, name = "x", scopes = operate }, HttpStatusCode.BadRequest),
            (HttpMethod.Post, "/keys", new { userId = admin.Key.UserId, name = "x", secretHash = "00" }, HttpStatusCode.BadRequest),
        })
        {
            using var response = await SendJsonAsync(client, method, Admin + path, body);
            Assert.True(response.StatusCode == status, $"{method} {path} {JsonSerializer.Serialize(body)}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task API5_broken_function_level_authorization_administration_and_operations_require_their_scopes()
    {
        var host = await StartAsync();
        using var anonymous = Client(host);
        using var reader = Keyed(host, (await host.Services.CreateKeyAsync(KeyScope.Read)).Text);
        using var customer = Keyed(host, (await host.Services.CreateKeyAsync(KeyScope.Admin | KeyScope.Read)).Text);
        var endpoints = GetEndpoints(host.Services)
            .Where(endpoint => GetAddress(endpoint).Contains("/admin/", StringComparison.Ordinal))
            .ToList();
        Assert.True(endpoints.Count > 10);
        foreach (var endpoint in endpoints)
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(method => method != "HEAD"))
            {
                Assert.Equal(
                    (HttpStatusCode.Unauthorized, GetAddress(endpoint)),
                    (await GetStatusAsync(anonymous, method, endpoint), GetAddress(endpoint)));
                Assert.Equal(
                    (HttpStatusCode.Forbidden, GetAddress(endpoint)),
                    (await GetStatusAsync(reader, method, endpoint), GetAddress(endpoint)));
                if (GetPolicies(endpoint).Contains("operate"))
                    Assert.Equal(
                        (HttpStatusCode.Forbidden, GetAddress(endpoint)),
                        (await GetStatusAsync(customer, method, endpoint), GetAddress(endpoint)));
            }
        }
    }

    [Fact]
    public async Task API6_unrestricted_access_to_sensitive_business_flows_no_self_signup_and_a_daily_quota()
    {
        var host = await StartAsync(("EdgarApi:Tiers:basic:RequestsPerDay", "4"));
        var changing = GetEndpoints(host.Services)
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Any(method => method is not ("GET" or "HEAD" or "OPTIONS"))
                == true)
            .ToList();
        Assert.NotEmpty(changing);
        Assert.NotEmptyAndAll(changing, endpoint => Assert.NotEmpty(endpoint.Metadata.OfType<IAuthorizeData>()));

        var user = await host.Services.CreateUserAsync("basic");
        var taken = 0;
        // Another key, company or page still counts against the same user's daily quota.
        for (var i = 0; i < 10; i++)
        {
            using var client = Keyed(host, await host.Services.CreateKeyAsync(user));
            if (await StatusAsync(client, $"/api/v1/companies/{(i % 2 == 0 ? "AAPL" : "NVDA")}/facts?offset={i * 100}") == HttpStatusCode.OK
            )
                taken++;
        }

        Assert.Equal(4, taken);
    }

    private static string GetAddress(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static IEnumerable<string?> GetPolicies(RouteEndpoint endpoint) =>
        endpoint.Metadata.OfType<IAuthorizeData>().Select(data => data.Policy);

    private static async Task<HttpStatusCode> GetStatusAsync(HttpClient client, string method, RouteEndpoint endpoint)
    {
        var address = string.Join('/', GetAddress(endpoint).Split('/').Select(part => part.StartsWith('{') ? "1" : part));
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
