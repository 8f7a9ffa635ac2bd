using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using EdgarApi.Contracts;

namespace EdgarApi.Cli.Operation;

/// <summary>Calls the API's administration: that of the system that <c>./run</c> started, or of an address.</summary>
internal sealed class OperatorApi : IDisposable
{
    private readonly HttpClient _client;

    private OperatorApi(Uri address, string key)
    {
        _client = new HttpClient { BaseAddress = address };
        _client.DefaultRequestHeaders.Add(ApiHeaders.ApiKey, key);
    }

    /// <summary>Address of the API.</summary>
    public Uri Address => _client.BaseAddress!;

    /// <summary>The client, which sends the key.</summary>
    public HttpClient Client => _client;

    public static Option<string?> CreateKeyOption() => new("--key")
    {
        Description = $"Operator's API key. Default: {ApiAddress.KeyVariable} from the environment; for the system that ./run started, its "
            + "development key.",
        HelpName = "key",
    };

    /// <summary>Connects to an API.</summary>
    /// <exception cref="CommandException">No address or no key is known, or the address is invalid.</exception>
    public static OperatorApi Create(string? url, string? key) => Create(ApiAddress.Find(url, key));

    /// <summary>Connects to the API of a running system.</summary>
    /// <param name="folder">The folder of the files that describe it.</param>
    /// <exception cref="CommandException">The system does not run.</exception>
    public static OperatorApi Create(string folder)
    {
        var running = new LocalRun(folder);
        return running.FindAddress("api") is { } url
            ? Create(new ApiAddress(url, running.FindValue("key")))
            : throw new CommandException($"no system runs: {folder} has no address of the API. Start it with ./run");
    }

    private static OperatorApi Create(ApiAddress address) => address.Key is { } key
        ? new OperatorApi(new Uri($"{address.Url.AbsoluteUri.TrimEnd('/')}/"), key)
        : throw new CommandException($"no API key: set --key or {ApiAddress.KeyVariable} to a key with the scope admin of an operator");

    /// <summary>Sends a request to a path below the administration; returns the response.</summary>
    /// <exception cref="CommandException">The API refuses the request; the message has its reason.</exception>
    /// <exception cref="HttpRequestException">The API is unavailable, or failed.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(ApiRoutes.Admin.TrimStart('/') + path, UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var content = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return JsonSerializer.Deserialize<JsonElement>(content);
        var reason = $"{Address}: {GetReason(response, content)}";
        throw (int)response.StatusCode >= 500
            ? new HttpRequestException(reason, inner: null, response.StatusCode) : new CommandException(reason);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The detail of the problem document; something other than the API may answer with another body.</summary>
    private static string GetReason(HttpResponseMessage response, string content)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            && JsonSerializer.Deserialize<JsonElement>(content).TryGetProperty("detail", out var detail))
            return $"{detail}";
        return $"{(int)response.StatusCode} {response.ReasonPhrase}";
    }
}
