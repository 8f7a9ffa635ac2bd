using System.Net;
using System.Text.Json;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Keys;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Admin;

/// <summary>Organizations, users and keys: how they change, and who may change them.</summary>
public sealed class AccountAdministrationTests(SharedServers servers, ApiServer api) : AdminTest(servers, api)
{
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

    private async Task<KeyCheck> CheckAsync(string key) =>
        await (await ServicesAsync()).GetRequiredService<KeyCache>().CheckAsync(key, Token);
}
