using System.Net;
using System.Text.Json.Nodes;
using EdgarApi.Accounts;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Admin;

/// <summary>What all resources of administration share: keys, paging and missing resources.</summary>
public sealed class AdminApiTests(SharedServers servers, ApiServer api) : AdminTest(servers, api)
{
    public static TheoryData<string, string> Routes => new()
    {
        { "GET", "/organizations" }, { "POST", "/organizations" }, { "GET", "/organizations/1" }, { "PATCH", "/organizations/1" },
        { "GET", "/users" }, { "POST", "/users" }, { "GET", "/users/1" }, { "PATCH", "/users/1" },
        { "GET", "/keys" }, { "POST", "/keys" },
        { "GET", "/keys/0aB3dE6gH9jK" }, { "PATCH", "/keys/0aB3dE6gH9jK" }, { "DELETE", "/keys/0aB3dE6gH9jK" },
        { "POST", "/keys/0aB3dE6gH9jK/rotate" },
        { "GET", "/audit" }, { "GET", "/status" }, { "POST", "/companies/AAPL/invalidate" }, { "POST", "/ingest" }, { "POST", "/warm" },
        { "GET", "/orders" }, { "GET", "/orders/1" }, { "GET", "/runs" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Administration_rejects_requests_with_an_ordinary_key_or_none(string method, string path)
    {
        var reader = await KeyAsync(KeyScope.Read);
        foreach (var prefix in (string[])["/admin", Admin])
        {
            using var without = await Anonymous.SendAsync(new HttpRequestMessage(new HttpMethod(method), prefix + path), Token);
            await ReadProblemAsync(without, HttpStatusCode.Unauthorized, "api_key_missing");
            await ProblemAsync(new HttpMethod(method), prefix + path, null, HttpStatusCode.Forbidden, "forbidden", reader);
        }
    }

    [Theory]
    [InlineData("POST", "/organizations")]
    [InlineData("PATCH", "/organizations/1")]
    [InlineData("GET", "/status")]
    [InlineData("POST", "/companies/AAPL/invalidate")]
    [InlineData("POST", "/ingest")]
    [InlineData("POST", "/warm")]
    [InlineData("GET", "/orders")]
    [InlineData("GET", "/runs")]
    public async Task Operations_require_an_operator_key(string method, string path) =>
        await ProblemAsync(new HttpMethod(method), Admin + path, null, HttpStatusCode.Forbidden, "forbidden", await KeyAsync());

    [Fact]
    public async Task Paging_returns_every_item_once()
    {
        var admin = await KeyAsync();
        var services = await ServicesAsync();
        var store = services.GetRequiredService<AccountStore>();
        var made = new List<string> { admin.Key.PublicId };
        for (var number = 0; number < 6; number++)
        {
            var key = await store.CreateKeyAsync(new Actor("test"), new NewKey(admin.Key.UserId, $"{number}"), Token);
            made.Insert(0, key!.Key.PublicId);
        }

        var (seen, next) = (new List<string>(), (string?)$"{Admin}/keys?limit=3");
        while (next is not null)
        {
            var page = await JsonAsync(HttpMethod.Get, next, key: admin);
            seen.AddRange(page.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(made, seen);
    }

    [Fact]
    public async Task The_next_page_is_in_the_Link_header_and_a_foreign_cursor_is_an_error()
    {
        await KeyAsync();
        await KeyAsync();
        using var response = await GetAsync($"{Admin}/keys?limit=1");
        var next = (await ReadJsonAsync(response)).GetProperty("next").GetString();
        Assert.Equal($"<{next}>; rel=\"next\"", string.Concat(response.Headers.GetValues("Link")));
        Assert.Contains("cursor=", next, StringComparison.Ordinal);
        var facts = (await GetJsonAsync("/api/v1/companies/AAPL/facts?limit=1")).GetProperty("next").GetString()!;
        var foreign = facts[facts.IndexOf("cursor=", StringComparison.Ordinal)..];
        await GetProblemAsync($"{Admin}/keys?{foreign}", HttpStatusCode.BadRequest, "invalid_parameter");
    }

    [Theory]
    [InlineData("/keys", """{"userId":999999999,"name":"x"}""", "No user has the id 999999999.")]
    [InlineData("/users", """{"organizationId":999999999,"name":"x"}""", "No organization has the id 999999999.")]
    public async Task A_body_that_references_a_missing_resource_is_a_404(string path, string body, string detail) =>
        Assert.Equal(
            detail,
            (await ProblemAsync(HttpMethod.Post, Admin + path, JsonNode.Parse(body), HttpStatusCode.NotFound, "resource_not_found"))
                .GetProperty("detail")
                .GetString());

    [Theory]
    [InlineData("/organizations/999999999")]
    [InlineData("/users/0")]
    [InlineData("/users/x")]
    [InlineData("/keys/nobody")]
    [InlineData("/orders/999999999")]
    public async Task A_missing_resource_is_a_404(string path) =>
        await ProblemAsync(HttpMethod.Get, Admin + path, null, HttpStatusCode.NotFound, "resource_not_found");

    [Fact]
    public async Task The_status_describes_nodes_pools_Redis_and_the_spool()
    {
        var status = await JsonAsync(HttpMethod.Get, $"{Admin}/status");
        Assert.Equal(
            ["primary", "api", "analytics"],
            status.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("role").GetString()));
        Assert.NotEmptyAndAll(status.GetProperty("nodes").EnumerateArray(), node =>
            Assert.True(node.GetProperty("reachable").GetBoolean() && node.GetProperty("maxReads").GetInt32() > 0));
        var pools = status.GetProperty("pools").EnumerateArray().ToDictionary(pool => pool.GetProperty("name").GetString()!);
        Assert.Superset(
            new HashSet<string>(["edgardb", "edgardb probe", "edgardb usage", "edgardb writes", "edgardb-api", "edgardb-analytics"]),
            pools.Keys.ToHashSet());
        // Idle connections may be more: to other hosts of the pool, and here of other APIs in this process.
        Assert.NotEmptyAndAll(pools.Values, pool =>
            Assert.InRange(pool.GetProperty("used").GetInt32(), 0, pool.GetProperty("max").GetInt32()));
        Assert.True(pools["edgardb-api"].GetProperty("used").GetInt32() + pools["edgardb-api"].GetProperty("idle").GetInt32() > 0);
        Assert.True(status.GetProperty("redis").GetProperty("connected").GetBoolean());
        Assert.True(status.GetProperty("usage").GetProperty("spoolLimit").GetInt64() > 0);
        Assert.Equal(5, status.GetProperty("companies").GetInt32());
    }
}
