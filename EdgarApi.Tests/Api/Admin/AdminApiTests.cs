using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Keys;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Admin;

public sealed class AdminApiTests(SharedServers servers, ApiServer api) : AdminTest(servers, api)
{
    /// <summary>A company on the SEC's list for which the server has no data.</summary>
    private const string KnownOnly = "KO";

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
    [InlineData("/admin")]
    [InlineData(Admin)]
    public async Task An_organization_a_user_and_a_key_can_be_created_changed_and_disabled(string admin)
    {
        var name = $"Acme {Guid.NewGuid():N}";
        using var created = await SendAsync(HttpMethod.Post, $"{admin}/organizations", new { name });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var organization = await JsonAsync(HttpMethod.Get, created.Headers.Location!.OriginalString);
        Assert.Equal(
            (name, true, false),
            (organization.GetProperty("name").GetString(), organization.GetProperty("isActive").GetBoolean(),
                organization.GetProperty("isOperator").GetBoolean()));
        var organizationId = organization.GetProperty("id").GetInt64();

        var user = await JsonAsync(
            HttpMethod.Post,
            $"{admin}/users",
            new
            {
                organizationId,
                name = "Jane",
                email = $"{Guid.NewGuid():N}@example.com",
                tier = "pro",
            },
            status: HttpStatusCode.Created);
        var userId = user.GetProperty("id").GetInt64();
        var made = await JsonAsync(HttpMethod.Post, $"{admin}/keys", new { userId, name = "server" }, status: HttpStatusCode.Created);
        var (text, id) = (made.GetProperty("key").GetString()!, made.GetProperty("details").GetProperty("id").GetString()!);
        Assert.Equal(KeyStatus.Good, (await CheckAsync(text)).Status);

        var listed = await JsonAsync(HttpMethod.Get, $"{admin}/keys?prefix={text[..18]}&organization={organizationId}");
        Assert.DoesNotContain(text.Split('_')[3], listed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single(listed.GetProperty("keys").EnumerateArray()).GetProperty("id").GetString());

        Assert.Equal(
            "enterprise",
            (await JsonAsync(HttpMethod.Patch, $"{admin}/users/{userId}", new { tier = "enterprise" })).GetProperty("tier").GetString());
        var rotated = await JsonAsync(
            HttpMethod.Post, $"{admin}/keys/{id}/rotate", new { graceSeconds = 3600 }, status: HttpStatusCode.Created);
        Assert.Equal("ending", (await JsonAsync(HttpMethod.Get, $"{admin}/keys/{id}")).GetProperty("status").GetString());
        Assert.Equal("revoked", (await JsonAsync(HttpMethod.Delete, $"{admin}/keys/edg_live_{id}")).GetProperty("status").GetString());
        await JsonAsync(HttpMethod.Patch, $"{admin}/organizations/{organizationId}", new { isActive = false });
        var successor = await JsonAsync(HttpMethod.Get, $"{admin}/keys/{rotated.GetProperty("details").GetProperty("id").GetString()}");
        Assert.Equal(("disabled", "enterprise"), (successor.GetProperty("status").GetString(), successor.GetProperty("tier").GetString()));
    }

    [Fact]
    public async Task A_key_expires_at_the_given_time_in_any_offset_and_its_successor_keeps_its_lifetime()
    {
        var admin = await KeyAsync();
        var end = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(3649), TimeSpan.Zero);
        var made = await JsonAsync(
            HttpMethod.Post,
            $"{Admin}/keys",
            new
            {
                userId = admin.Key.UserId,
                name = "far",
                expiresAt = end.ToOffset(TimeSpan.FromHours(14)),
            },
            admin,
            HttpStatusCode.Created);
        Assert.Equal(end, made.GetProperty("details").GetProperty("expiresAt").GetDateTimeOffset());
        var successor = await JsonAsync(
            HttpMethod.Post, $"{Admin}/keys/{made.GetProperty("details").GetProperty("id").GetString()}/rotate", new { }, admin,
            HttpStatusCode.Created);
        var (old, now) = (made.GetProperty("details"), successor.GetProperty("details"));
        Assert.Equal(GetLifetime(old), GetLifetime(now));

        static TimeSpan GetLifetime(JsonElement key) =>
            key.GetProperty("expiresAt").GetDateTime() - key.GetProperty("createdAt").GetDateTime();
    }

    [Fact]
    public async Task A_keys_name_scopes_and_expiry_can_change_without_a_new_secret()
    {
        var (admin, end) = (await KeyAsync(), new DateTimeOffset(DateTime.UtcNow.Date.AddDays(30), TimeSpan.Zero));
        var made = await JsonAsync(
            HttpMethod.Post, $"{Admin}/keys", new { userId = admin.Key.UserId, name = "before" }, admin, HttpStatusCode.Created);
        var (text, address) = (
            made.GetProperty("key").GetString()!, $"{Admin}/keys/{made.GetProperty("details").GetProperty("id").GetString()}");
        Assert.Equal(KeyScope.Read, (await CheckAsync(text)).Caller!.Scopes);

        var renamed = await JsonAsync(HttpMethod.Patch, address, new { name = " after " }, admin);
        Assert.Equal(("after", JsonValueKind.Null), (renamed.GetProperty("name").GetString(), renamed.GetProperty("expiresAt").ValueKind));
        var changed = await JsonAsync(
            HttpMethod.Patch, address, new { scopes = (string[])["admin"], expiresAt = end.ToOffset(TimeSpan.FromHours(-5)) }, admin);
        Assert.Equal(("after", end), (changed.GetProperty("name").GetString(), changed.GetProperty("expiresAt").GetDateTimeOffset()));
        await Waiting.UntilAsync(async () => (await CheckAsync(text)).Caller?.Scopes == KeyScope.Admin);

        var trail = (await JsonAsync(HttpMethod.Get, $"{Admin}/audit", key: admin))
            .GetProperty("actions")
            .EnumerateArray().Select(row => row.GetProperty("action").GetString());
        Assert.Equal(["key.update", "key.update", "key.create"], trail.Take(3));
        await JsonAsync(HttpMethod.Delete, address, key: admin);
        await ProblemAsync(HttpMethod.Patch, address, new { name = "again" }, HttpStatusCode.Conflict, "conflict", admin);
    }

    [Fact]
    public async Task Every_action_is_audited_with_its_trace_and_without_secrets()
    {
        var admin = await KeyAsync(KeyScope.Admin | KeyScope.Read);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Admin}/keys")
        {
            Content = new StringContent($$"""{"userId":{{admin.Key.UserId}},"name":"audited"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Api-Key", admin.Text);
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var response = await Anonymous.SendAsync(request, Token);
        var made = await ReadJsonAsync(response);

        var actions = (await JsonAsync(HttpMethod.Get, $"{Admin}/audit", key: admin)).GetProperty("actions");
        var action = actions[0];
        Assert.Equal(
            ("key.create", $"key {admin.Key.Id}", $"key:{made.GetProperty("details").GetProperty("id").GetString()}",
                "0af7651916cd43dd8448eb211c80319c", "audited"),
            (action.GetProperty("action").GetString(), action.GetProperty("actor").GetString(), action.GetProperty("target").GetString(),
                action.GetProperty("traceId").GetString(), action.GetProperty("detail").GetProperty("name").GetString()));
        Assert.DoesNotContain(made.GetProperty("key").GetString()!.Split('_')[3], actions.GetRawText(), StringComparison.Ordinal);
        Assert.NotEmptyAndAll(
            actions.EnumerateArray(), row => Assert.Equal(admin.Key.OrganizationId, row.GetProperty("organizationId").GetInt64()));
    }

    [Fact]
    public async Task A_failed_action_changes_nothing_and_is_not_audited()
    {
        var (admin, name) = (await KeyAsync(isOperator: true), $"Twice {Guid.NewGuid():N}");
        await JsonAsync(HttpMethod.Post, $"{Admin}/organizations", new { name }, admin, HttpStatusCode.Created);
        await ProblemAsync(
            HttpMethod.Post, $"{Admin}/organizations", new { name = name.ToUpperInvariant() }, HttpStatusCode.Conflict, "conflict", admin);
        var actions = (await JsonAsync(HttpMethod.Get, $"{Admin}/audit?limit=200", key: admin)).GetProperty("actions");
        Assert.Single(actions.EnumerateArray(), row =>
            row.GetProperty("detail").GetRawText().Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Another_organizations_resources_are_a_404_and_in_no_list()
    {
        var (mine, theirs) = (await KeyAsync(), await KeyAsync());
        (HttpMethod, string, object?)[] requests =
        [
            (HttpMethod.Get, $"/organizations/{theirs.Key.OrganizationId}", null),
            (HttpMethod.Get, $"/users/{theirs.Key.UserId}", null),
            (HttpMethod.Patch, $"/users/{theirs.Key.UserId}", new { name = "Mine now" }),
            (HttpMethod.Get, $"/keys/{theirs.Key.PublicId}", null),
            (HttpMethod.Patch, $"/keys/{theirs.Key.PublicId}", new { name = "Mine now" }),
            (HttpMethod.Post, $"/keys/{theirs.Key.PublicId}/rotate", new { }),
            (HttpMethod.Delete, $"/keys/{theirs.Key.PublicId}", null),
            (HttpMethod.Post, "/keys", new { userId = theirs.Key.UserId, name = "mine" }),
            (HttpMethod.Post, "/users", new { organizationId = theirs.Key.OrganizationId, name = "Mine" }),
        ];
        foreach (var (method, path, body) in requests)
            await ProblemAsync(method, Admin + path, body, HttpStatusCode.NotFound, "resource_not_found", mine);

        (string, string, string)[] lists =
        [
            ("organizations", "organizations", "id"),
            ("users", "users", "organizationId"),
            ("keys", "keys", "organizationId"),
            ("audit", "actions", "organizationId"),
        ];
        foreach (var (path, list, owner) in lists)
        {
            var rows = (await JsonAsync(HttpMethod.Get, $"{Admin}/{path}?limit=200", key: mine))
                .GetProperty(list)
                .EnumerateArray().ToList();
            Assert.NotEmpty(rows);
            Assert.NotEmptyAndAll(rows, row => Assert.Equal(mine.Key.OrganizationId, row.GetProperty(owner).GetInt64()));
        }

        Assert.Equal(KeyStatus.Good, (await CheckAsync(theirs.Text)).Status);
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
    public async Task Customers_cannot_change_their_own_tier()
    {
        var admin = await KeyAsync();
        await ProblemAsync(
            HttpMethod.Patch, $"{Admin}/users/{admin.Key.UserId}", new { tier = "enterprise" }, HttpStatusCode.Forbidden, "forbidden",
            admin);
        await ProblemAsync(
            HttpMethod.Post, $"{Admin}/users", new { name = "Friend", tier = "pro" }, HttpStatusCode.Forbidden, "forbidden", admin);
        Assert.Equal(
            "basic",
            (await JsonAsync(HttpMethod.Post, $"{Admin}/users", new { name = "Friend" }, admin, HttpStatusCode.Created))
                .GetProperty("tier")
                .GetString());
    }

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

    [Fact]
    public async Task An_ingest_creates_an_order_for_the_warmer()
    {
        using var response = await SendAsync(HttpMethod.Post, $"{Admin}/ingest", new { full = true });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var order = await JsonAsync(HttpMethod.Get, response.Headers.Location!.OriginalString);
        Assert.Equal(
            ("ingest", "waiting", true, 0),
            (order.GetProperty("kind").GetString(), order.GetProperty("status").GetString(),
                order.GetProperty("detail").GetProperty("full").GetBoolean(), order.GetProperty("attempts").GetInt32()));
        Assert.Equal(
            order.GetProperty("id").GetInt64(),
            (await JsonAsync(HttpMethod.Get, $"{Admin}/orders")).GetProperty("orders")[0].GetProperty("id").GetInt64());
        Assert.Contains((await JsonAsync(HttpMethod.Get, $"{Admin}/runs")).GetProperty("runs").EnumerateArray(), run =>
            run.GetProperty("kind").GetString() == "ingest");
    }

    [Fact]
    public async Task Warming_creates_an_order_for_companies_or_a_strategy()
    {
        using var companies = await SendAsync(HttpMethod.Post, $"{Admin}/warm", new { companies = (string[])["AAPL", "0001045810"] });
        using var strategy = await SendAsync(HttpMethod.Post, "/admin/warm", new { strategy = "recent_queries" });
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (companies.StatusCode, strategy.StatusCode));
        var order = await JsonAsync(HttpMethod.Get, companies.Headers.Location!.OriginalString);
        Assert.Equal(("warm", "waiting"), (order.GetProperty("kind").GetString(), order.GetProperty("status").GetString()));
        Assert.Equal(["AAPL", "0001045810"], GetTexts(order.GetProperty("detail").GetProperty("companies")));
    }

    [Fact]
    public async Task An_order_to_warm_unknown_companies_is_rejected()
    {
        var before = await NewestOrderAsync();
        var problem = await ProblemAsync(
            HttpMethod.Post, $"{Admin}/warm", new { companies = (string[])["AAPL", "APPL", "nosuch"] }, HttpStatusCode.NotFound,
            "company_not_found");
        Assert.Equal(
            ["'APPL' is not a known ticker or CIK", "'nosuch' is not a known ticker or CIK"],
            GetTexts(problem.GetProperty("errors").GetProperty("companies")));
        Assert.Contains("AAPL", GetTexts(problem.GetProperty("suggestions")));
        Assert.Equal(before, await NewestOrderAsync());
    }

    [Fact]
    public async Task Companies_without_data_are_left_out_of_warming_or_the_order_is_rejected()
    {
        var before = await NewestOrderAsync();
        var problem = await ProblemAsync(
            HttpMethod.Post, $"{Admin}/warm", new { companies = (string[])[KnownOnly] }, HttpStatusCode.NotFound, "no_data");
        Assert.EndsWith(
            "is a known company, but its data is not loaded.",
            problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(before, await NewestOrderAsync());

        var order = await JsonAsync(
            HttpMethod.Post, $"{Admin}/warm", new { companies = (string[])["aapl", KnownOnly] }, status: HttpStatusCode.Accepted);
        Assert.Equal([KnownOnly], GetTexts(order.GetProperty("notLoaded")));
        var all = await JsonAsync(
            HttpMethod.Post, $"{Admin}/warm", new { companies = (string[])["aapl"] }, status: HttpStatusCode.Accepted);
        Assert.False(all.TryGetProperty("notLoaded", out _));
    }

    private async Task<long> NewestOrderAsync() =>
        (await JsonAsync(HttpMethod.Get, $"{Admin}/orders?limit=1"))
            .GetProperty("orders")
            .EnumerateArray().Select(order => order.GetProperty("id").GetInt64())
            .SingleOrDefault();

    private async Task<KeyCheck> CheckAsync(string key) =>
        await (await ServicesAsync()).GetRequiredService<KeyCache>().CheckAsync(key, Token);
}
