using System.Net;
using System.Text;
using EdgarApi.Accounts;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Admin;

public sealed class AuditTrailTests(SharedServers servers, ApiServer api) : AdminTest(servers, api)
{
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
}
