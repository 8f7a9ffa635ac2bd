using System.Text.Json;
using EdgarApi.Api.OpenApi;
using EdgarApi.Api.Requests;
using EdgarApi.Tests.Api.Admin;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.OpenApi;

/// <summary>The second OpenAPI document: accounts and administration.</summary>
public sealed class AccountsDocumentTests(SharedServers servers, ApiServer api) : AdminTest(servers, api)
{
    [Fact]
    public async Task Every_operation_is_described_and_requires_a_key()
    {
        var operations = Operations(await GetJsonAsync(Documentation.AccountsDocumentAddress)).ToList();
        Assert.Superset(
            new HashSet<string>(["createKey", "revokeKey", "updateUser", "startIngest", "startDegradedMode", "recordDrill", "getStatus"]),
            operations.Select(operation => Text(operation.Value, "operationId")).ToHashSet());
        Assert.Equal(operations.Count, operations.Select(operation => Text(operation.Value, "operationId")).Distinct().Count());
        Assert.NotEmptyAndAll(operations, operation =>
        {
            Assert.NotEmpty(Text(operation.Value, "summary"));
            Assert.NotEmpty(Text(operation.Value, "description"));
            Assert.Equal(2, operation.Value.GetProperty("security").GetArrayLength());
            Assert.Superset(
                new HashSet<string>(["401", "403", "404", "429", "500", "503"]),
                GetNames(operation.Value.GetProperty("responses")).ToHashSet());
        });
    }

    [Fact]
    public async Task The_members_that_a_body_requires_are_those_without_which_it_is_invalid()
    {
        var schemas = (await GetJsonAsync(Documentation.AccountsDocumentAddress)).GetProperty("components").GetProperty("schemas");
        var bodies = typeof(IBody).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IBody))).ToList();
        Assert.NotEmptyAndAll(bodies, type =>
        {
            var errors = new BodyErrors();
            var constructor = type.GetConstructors().Single();
            ((IBody)constructor.Invoke(new object?[constructor.GetParameters().Length])).Check(errors);
            // One of several members is no required member.
            var needed = errors.All.Where(error => !error.Value.Any(reason => reason.StartsWith("or ", StringComparison.Ordinal)));
            var required = schemas.GetProperty(type.Name).TryGetProperty("required", out var names) ? GetTexts(names) : [];
            Assert.Equal(needed.Select(error => error.Key).Order(), required.Order());
        });
    }

    [Fact]
    public async Task The_company_data_document_excludes_administration() =>
        Assert.DoesNotContain(GetNames((await GetJsonAsync(Documentation.DocumentAddress)).GetProperty("paths")), path =>
            path.Contains("admin", StringComparison.Ordinal));

    [Theory]
    [InlineData("listOrganizations", "/organizations")]
    [InlineData("listUsers", "/users")]
    [InlineData("listKeys", "/keys")]
    [InlineData("listAdminActions", "/audit")]
    [InlineData("listOrders", "/orders")]
    [InlineData("listRuns", "/runs")]
    [InlineData("getStatus", "/status")]
    [InlineData("getDegradedMode", "/degraded-mode")]
    public async Task A_response_matches_its_schema(string operation, string path)
    {
        await KeyAsync();
        await JsonAsync(HttpMethod.Post, $"{Admin}/ingest", new { }, status: System.Net.HttpStatusCode.Accepted);
        var document = await GetJsonAsync(Documentation.AccountsDocumentAddress);
        var described = Operations(document).Single(found => Text(found.Value, "operationId") == operation).Value;
        var schema = described.GetProperty("responses")
            .GetProperty("200")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("schema");
        Assert.Empty(new SchemaCheck(document).Check(schema, await JsonAsync(HttpMethod.Get, Admin + path)));
    }

    private static IEnumerable<JsonProperty> Operations(JsonElement document) =>
        document.GetProperty("paths")
            .EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Where(operation => operation.Name is "get" or "post" or "put" or "patch" or "delete");

    private static string Text(JsonElement operation, string member) => operation.GetProperty(member).GetString()!;
}
