using System.Net;
using System.Text.Json;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.Problems;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Mvc.Testing;

namespace EdgarApi.Tests.Api;

/// <summary>Base class of tests that start APIs over sockets with their own settings and Redis keys.</summary>
public abstract class OwnApiTest(SharedServers servers, ApiServer api) : IAsyncDisposable
{
    protected const string Overview = "/api/v1/companies/AAPL/overview";
    protected const string Income = "/api/v1/companies/AAPL/statements/income";

    private readonly List<WebApplicationFactory<ApiProblem>> _hosts = [];
    private readonly string _space = $"own-{Guid.NewGuid():N}"[..32];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var host in _hosts) await host.DisposeAsync();
    }

    internal async Task<WebApplicationFactory<ApiProblem>> StartAsync(params (string Key, string Value)[] settings)
    {
        var host = await api.OwnAsync(servers, [("EdgarApi:Cache:Namespace", _space), .. settings]);
        _hosts.Add(host);
        return host;
    }

    protected async Task<HttpClient> AnonymousAsync(params (string Key, string Value)[] settings) => Client(await StartAsync(settings));

    protected async Task<HttpClient> KeyedAsync(params (string Key, string Value)[] settings) => Keyed(await StartAsync(settings));

    internal static HttpClient Keyed(WebApplicationFactory<ApiProblem> host, string key = ApiServer.Key)
    {
        var client = Client(host);
        client.DefaultRequestHeaders.Add(RequestKey.Header, key);
        return client;
    }

    /// <summary>A handler that neither decompresses responses nor follows redirects.</summary>
    internal static HttpClient Client(WebApplicationFactory<ApiProblem> host)
    {
        using var framework = host.CreateClient();
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = framework.BaseAddress };
    }

    protected static Task<HttpResponseMessage> GetAsync(HttpClient client, string address, params (string Name, string Value)[] headers) =>
        SendAsync(client, HttpMethod.Get, address, headers);

    protected static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, Token);
    }

    protected static string GetHeader(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    protected static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address, params (string Name, string Value)[] headers)
    {
        using var response = await GetAsync(client, address, headers);
        return response.StatusCode;
    }

    /// <summary>Reads the problem from a response and checks its status and code.</summary>
    protected static async Task<JsonElement> ReadProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal((status, code), (response.StatusCode, problem.RootElement.GetProperty("code").GetString()));
        Assert.Equal(ApiProblem.MediaType, response.Content.Headers.ContentType!.MediaType);
        return problem.RootElement.Clone();
    }
}
