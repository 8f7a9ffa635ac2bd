using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Web;
using EdgarApi.Contracts;

namespace EdgarApi.Cli.Queries;

/// <summary>A response of the API.</summary>
/// <param name="Body">The body as sent.</param>
/// <param name="Total">Number of results on all pages; null if the API does not count them.</param>
/// <param name="NextCursor">Cursor of the next page; null on the last page.</param>
internal sealed record ApiResponse(byte[] Body, int? Total, string? NextCursor);

/// <summary>Sends requests to an API.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;

    public ApiClient(ApiAddress address)
    {
        _http = new HttpClient { BaseAddress = address.Url, Timeout = Timeout };
        if (address.Key is { } key) _http.DefaultRequestHeaders.Add(ApiHeaders.ApiKey, key);
    }

    /// <summary>Gets a resource.</summary>
    /// <exception cref="CommandException">The API responds with a problem; the message is its detail.</exception>
    public async Task<ApiResponse> GetAsync(string pathAndQuery, CancellationToken cancellation)
    {
        using var response = await _http.GetAsync(new Uri(pathAndQuery, UriKind.Relative), cancellation).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? new(body, ReadTotal(response.Headers), ReadCursor(response.Headers))
            : throw new CommandException(Describe(response, body));
    }

    public void Dispose() => _http.Dispose();

    private static int? ReadTotal(HttpResponseHeaders headers) =>
        headers.TryGetValues(ApiHeaders.TotalCount, out var values)
        && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var total)
            ? total
            : null;

    /// <summary>Reads the cursor from <c>Link: &lt;/path?…&amp;cursor=…&gt;; rel="next"</c>.</summary>
    private static string? ReadCursor(HttpResponseHeaders headers) =>
        headers.TryGetValues("Link", out var values) && values.First().Split('<', '>') is [_, var address, ..]
            ? HttpUtility.ParseQueryString(address[(address.IndexOf('?', StringComparison.Ordinal) + 1)..])["cursor"]
            : null;

    private static string Describe(HttpResponseMessage response, byte[] body)
    {
        var status = $"{(int)response.StatusCode} {response.ReasonPhrase}";
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"{response.RequestMessage!.RequestUri} responded with {status}, which is no problem document of EdgarApi";

        using var problem = JsonDocument.Parse(body);
        var detail = problem.RootElement.GetProperty("detail").GetString()!;
        return problem.RootElement.TryGetProperty("suggestions", out var suggestions) && suggestions.GetArrayLength() > 0
            ? $"{detail} Did you mean {string.Join(", ", suggestions.EnumerateArray().Select(text => text.GetString()))}?"
            : detail;
    }
}
