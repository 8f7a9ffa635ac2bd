using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Admin;

/// <summary>Rejected bodies and their error messages.</summary>
public sealed class AdminBodyTests(SharedServers servers, ApiServer api) : AdminTest(servers, api)
{
    [Theory]
    [InlineData("{}", "name", "is required")]
    [InlineData("""{"name":""}""", "name", "1 to 200")]
    [InlineData("""{"name":7}""", "name", "has the wrong type or occurs twice")]
    [InlineData("""{"name":"x","color":"red"}""", "color", "is not a member of this body, which has name")]
    [InlineData("""{"NAME":7}""", "NAME", "has the wrong type or occurs twice")]
    [InlineData("""{"name":"x","name":"y"}""", "name", "has the wrong type or occurs twice")]
    [InlineData("""{"name":"x","a color":"red"}""", "a color", "is not a member")]
    public async Task An_invalid_member_of_a_body_is_named(string body, string member, string reason)
    {
        var problem = await PostAsync("/organizations", body, HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Contains(reason, GetError(problem, member), StringComparison.Ordinal);
        Assert.Contains(reason, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"userId":1,"name":"x","colour":"red"}""",
        "colour",
        "is not a member of this body, which has userId, name, scopes, live, expiresAt")]
    [InlineData("""{"userId":1,"name":"x","expiresAt":"soon"}""", "expiresAt", "has the wrong type or occurs twice")]
    [InlineData("""{"userId":1,"name":"x","scopes":["read",7]}""", "scopes[1]", "has the wrong type or occurs twice")]
    public async Task An_unknown_member_and_one_of_the_wrong_type_get_different_errors(string body, string member, string reason) =>
        Assert.Equal(reason, GetError(await PostAsync("/keys", body, HttpStatusCode.BadRequest, "invalid_parameter"), member));

    [Theory]
    [InlineData("/keys", """{"name":"x","scopes":["root"]}""", "userId", "scopes")]
    [InlineData("/keys", """{"userId":1,"name":"x","expiresAt":"2001-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("/keys", """{"userId":1,"name":"x","expiresAt":"9999-12-31T23:59:59Z"}""", "expiresAt")]
    [InlineData("/users", """{"name":"x","tier":"free","email":"nobody"}""", "tier", "email")]
    [InlineData("/users", """{"name":"x"}""", "organizationId")]
    [InlineData("/keys/0aB3dE6gH9jK/rotate", """{"graceSeconds":-1}""", "graceSeconds")]
    public async Task All_errors_of_a_body_are_reported_together(string path, string body, params string[] members)
    {
        var problem = await PostAsync(path, body, HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Equal(members.Order(), GetNames(problem.GetProperty("errors")).Order());
    }

    [Theory]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest, "malformed_request")]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest, "malformed_request")]
    [InlineData("null", "application/json", HttpStatusCode.BadRequest, "malformed_request")]
    [InlineData("", "application/json", HttpStatusCode.BadRequest, "malformed_request")]
    [InlineData("name=x", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    public async Task A_body_that_is_not_a_JSON_object_is_rejected(string body, string type, HttpStatusCode status, string code) =>
        await PostAsync("/organizations", body, status, code, type);

    [Fact]
    public async Task A_long_body_is_rejected() =>
        await PostAsync(
            "/organizations", new JsonObject { ["name"] = new string('x', 20_000) }.ToJsonString(), HttpStatusCode.RequestEntityTooLarge,
            "content_too_large");

    [Theory]
    [InlineData("""{ "strategy": "everything" }""", "strategy")]
    [InlineData("""{ "strategy": "recent_queries", "companies": ["AAPL"] }""", "strategy")]
    [InlineData("""{ "companies": [] }""", "companies")]
    [InlineData("""{ "companies": [null] }""", "companies")]
    public async Task An_invalid_warm_order_is_rejected(string body, string member) =>
        Assert.NotEmpty(GetError(await PostAsync("/warm", body, HttpStatusCode.BadRequest, "invalid_parameter"), member));

    private async Task<JsonElement> PostAsync(
        string path, string body, HttpStatusCode status, string code, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Admin + path)
        {
            Content = new StringContent(body, Encoding.UTF8, type),
        };
        request.Headers.Add("X-Api-Key", ApiServer.Key);
        using var response = await Anonymous.SendAsync(request, Token);
        return await ReadProblemAsync(response, status, code);
    }
}
