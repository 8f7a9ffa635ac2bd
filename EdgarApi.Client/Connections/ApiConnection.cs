using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Contracts;
using Microsoft.Extensions.Caching.Memory;

namespace EdgarApi.Client.Connections;

/// <summary>Sends requests, and keeps responses for revalidation.</summary>
internal sealed class ApiConnection(Func<HttpClient> http, EdgarApiClientOptions options) : IDisposable
{
    /// <summary>Memory of a kept response besides its body.</summary>
    private const int Overhead = 512;

    private readonly MemoryCache? _kept =
        options.CacheBytes > 0 ? new MemoryCache(new MemoryCacheOptions { SizeLimit = options.CacheBytes }) : null;

    /// <summary>The address with a slash at its end, so that a path below a prefix stays below it.</summary>
    public static Uri GetFolder(Uri address) => address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

    /// <summary>Gets a response.</summary>
    /// <param name="target">Path and query.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="EdgarApiException">The API responds with a problem.</exception>
    public async Task<ApiContent> GetAsync(string target, CancellationToken cancellationToken)
    {
        var kept = _kept?.Get<KeptResponse>(target);
        using var request = CreateRequest(target, kept);
        using var response = await http().SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (kept is not null && response.StatusCode == HttpStatusCode.NotModified)
            return kept.Content with { Cache = FindHeader(response, ApiHeaders.Cache) };

        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw ProblemReader.ToException(response, body);
        var content = new ApiContent(
            body, response.Content.Headers.ContentType?.MediaType, FindHeader(response, ApiHeaders.Cache),
            int.TryParse(FindHeader(response, ApiHeaders.TotalCount), out var total) ? total : null,
            // Link: </path?…>; rel="next"
            FindHeader(response, "Link")?.Split('<', '>') is [_, var next, ..] ? next : null);
        Keep(target, response.Headers.ETag, content);
        return content;
    }

    /// <summary>Gets a response as a type.</summary>
    /// <exception cref="EdgarApiException">The API responds with a problem.</exception>
    /// <exception cref="JsonException">The response is not of the type.</exception>
    public async Task<T> GetAsync<T>(string target, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        var content = await GetAsync(target, cancellationToken).ConfigureAwait(false);
        return JsonSerializer.Deserialize(content.Body.Span, type) ?? throw new JsonException($"{target} returned null.");
    }

    /// <summary>Opens a response whose body the caller reads, for example a large file. It is never kept.</summary>
    /// <exception cref="EdgarApiException">The API responds with a problem.</exception>
    public async Task<HttpResponseMessage> OpenAsync(string target, CancellationToken cancellationToken)
    {
        using var request = CreateRequest(target, kept: null);
        var response = await http().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return response;
        using (response)
        {
            throw ProblemReader.ToException(
                response, await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        }
    }

    public void Dispose() => _kept?.Dispose();

    private HttpRequestMessage CreateRequest(string target, KeptResponse? kept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target.TrimStart('/'), UriKind.Relative));
        if (options.ApiKey is { Length: > 0 } key) request.Headers.Add(ApiHeaders.ApiKey, key);
        if (options.SessionToken is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (options.IsPrefetch) request.Headers.Add(ApiHeaders.Purpose, ApiHeaders.Prefetch);
        if (kept is not null) request.Headers.IfNoneMatch.Add(kept.ETag);
        return request;
    }

    private void Keep(string target, EntityTagHeaderValue? etag, ApiContent content)
    {
        if (_kept is null || etag is null) return;
        using var entry = _kept.CreateEntry(target);
        (entry.Value, entry.Size) = (new KeptResponse(etag, content), content.Body.Length + target.Length + Overhead);
    }

    private static string? FindHeader(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private sealed record KeptResponse(EntityTagHeaderValue ETag, ApiContent Content);
}
