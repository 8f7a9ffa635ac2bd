using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgarApi.Accounts;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Admin;

/// <summary>Base class of tests of the admin API. Each test creates its keys.</summary>
public abstract class AdminTest(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    protected const string Admin = "/api/v1/admin";

    private readonly SharedServers _servers = servers;
    private readonly ApiServer _api = api;

    protected Task<IServiceProvider> ServicesAsync() => _api.ServicesAsync(_servers);

    protected async Task<CreatedKey> KeyAsync(KeyScope scopes = KeyScope.Admin, bool isOperator = false) =>
        await (await ServicesAsync()).CreateKeyAsync(scopes, isOperator: isOperator, tier: "enterprise");

    /// <summary>Sends a request with a key, by default the development key.</summary>
    protected async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, object? body, CreatedKey? key = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        request.Headers.Add("X-Api-Key", key?.Text ?? ApiServer.Key);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await Anonymous.SendAsync(request, Token);
    }

    protected async Task<JsonElement> JsonAsync(
        HttpMethod method, string address, object? body = null, CreatedKey? key = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await SendAsync(method, address, body, key);
        Assert.True(
            response.StatusCode == status,
            $"{method} {address}: {response.StatusCode} {await response.Content.ReadAsStringAsync(Token)}");
        Assert.True(response.Headers.CacheControl!.NoStore);
        return await ReadJsonAsync(response);
    }

    protected async Task<JsonElement> ProblemAsync(
        HttpMethod method, string address, object? body, HttpStatusCode status, string code, CreatedKey? key = null)
    {
        using var response = await SendAsync(method, address, body, key);
        return await ReadProblemAsync(response, status, code);
    }

    /// <summary>A JSON body with one member of any type.</summary>
    protected static JsonObject Body(string member, JsonNode? value) => new() { [member] = value };
}
