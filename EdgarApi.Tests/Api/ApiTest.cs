using System.Net;
using System.Text.Json;
using EdgarApi.Api.Problems;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api;

/// <summary>Base class of tests that send requests to the API.</summary>
public abstract class ApiTest(SharedServers servers, ApiServer api) : IAsyncLifetime
{
    /// <summary>A client that sends the development key.</summary>
    protected HttpClient Client { get; private set; } = null!;

    protected HttpClient Anonymous { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (Client, Anonymous) = (await api.ClientAsync(servers), await api.AnonymousAsync(servers));

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        Anonymous.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, address, headers);

    protected async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, Token);
    }

    protected async Task<JsonElement> GetJsonAsync(string address)
    {
        using var response = await GetAsync(address);
        Assert.True(response.IsSuccessStatusCode, $"{address}: {response.StatusCode} {await response.Content.ReadAsStringAsync(Token)}");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return await ReadJsonAsync(response);
    }

    protected async Task<string> GetCsvAsync(string address)
    {
        using var response = await GetAsync(address, ("Accept", "text/csv"));
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return await response.Content.ReadAsStringAsync(Token);
    }

    /// <summary>Gets the problem that an address responds with, and checks the members that every problem has.</summary>
    protected async Task<JsonElement> GetProblemAsync(string address, HttpStatusCode status, string code)
    {
        using var response = await GetAsync(address);
        return await ReadProblemAsync(response, status, code);
    }

    protected static async Task<JsonElement> ReadProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var problem = await ReadJsonAsync(response);
        Assert.Equal((status, code), (response.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal(ApiProblem.MediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Null(response.Headers.ETag);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal($"/problems/{code}", problem.GetProperty("type").GetString());
        Assert.Equal(response.RequestMessage!.RequestUri!.AbsolutePath, problem.GetProperty("instance").GetString());
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem;
    }

    /// <summary>Gets a problem's error for one parameter.</summary>
    protected static string GetError(JsonElement problem, string parameter) =>
        string.Join('\n', problem.GetProperty("errors").GetProperty(parameter).EnumerateArray().Select(error => error.GetString()));

    protected static IEnumerable<string> GetNames(JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    protected static IEnumerable<string?> GetTexts(JsonElement array) => array.EnumerateArray().Select(item => item.GetString());

    protected static async Task<JsonElement> ReadJsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token)).RootElement;
}
