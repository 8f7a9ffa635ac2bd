using System.Net;
using System.Net.Http.Headers;
using EdgarApi.Financials.Companies;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace EdgarApi.Sec.Live;

/// <summary>
/// Requests files from the SEC's servers. Limits the size of responses; throws <see cref="SecUnavailableException"/> if the SEC is
/// unavailable.
/// </summary>
/// <param name="http">A client with the handlers that <see cref="SecExtensions"/> configures.</param>
/// <param name="options">Addresses and limits.</param>
public sealed class SecClient(HttpClient http, IOptions<SecOptions> options)
{
    private readonly SecOptions _options = options.Value;

    /// <summary>Address of a filer's main submissions file.</summary>
    public Uri SubmissionsAddress(Cik cik) => new(_options.DataAddress, $"submissions/CIK{cik}.json");

    /// <summary>Address of a further page of a filer's filings.</summary>
    public Uri PageAddress(string name) => new(_options.DataAddress, $"submissions/{name}");

    /// <summary>Address of all facts of a filer.</summary>
    public Uri FactsAddress(Cik cik) => new(_options.DataAddress, $"api/xbrl/companyfacts/CIK{cik}.json");

    /// <summary>Address of a ticker list.</summary>
    public Uri TickerListAddress(string name) => new(_options.FilesAddress, $"files/{name}");

    /// <summary>Gets a file unless it has not changed.</summary>
    /// <param name="address">Address of the file.</param>
    /// <param name="known">The known version; null gets the file in any case.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SecUnavailableException">The SEC is unavailable or rejects the request.</exception>
    /// <exception cref="Files.SecDataException">The file is too large.</exception>
    public async Task<SecResponse> GetAsync(Uri address, SecFileVersion? known, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (known?.ETag is { } tag) request.Headers.IfNoneMatch.Add(tag);
        if (known?.LastModified is { } modified) request.Headers.IfModifiedSince = modified;
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => new SecResponse(
                    SecResponseKind.File, await ReadBodyAsync(response.Content, cancellationToken).ConfigureAwait(false),
                    new SecFileVersion(response.Headers.ETag, response.Content.Headers.LastModified)),
                HttpStatusCode.NotModified when known is not null => new SecResponse(SecResponseKind.NotModified, null, known),
                HttpStatusCode.NotFound => new SecResponse(SecResponseKind.NotFound, null, null),
                HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests => throw new SecUnavailableException(
                    $"the SEC rejected {address} ({(int)response.StatusCode}): too many requests, or a User-Agent without a contact "
                    + $"(it was '{_options.UserAgent}')",
                    SecRulesHandler.GetRetryAfter(response) ?? _options.RefusalPause),
                _ => throw new SecUnavailableException(
                    $"the SEC responded to {address} with {(int)response.StatusCode}", SecRulesHandler.GetRetryAfter(response)),
            };
        }
        catch (BrokenCircuitException error)
        {
            throw new SecUnavailableException("too many requests to the SEC failed", _options.MaxWait, error);
        }
        catch (RateLimiterRejectedException error)
        {
            throw new SecUnavailableException("too many requests to the SEC are waiting", error.RetryAfter ?? _options.MaxWait, error);
        }
        catch (Exception error) when (error is HttpRequestException or TimeoutRejectedException)
        {
            throw new SecUnavailableException($"{address} cannot be read: {error.Message}", inner: error);
        }
    }

    private static async ValueTask<byte[]> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken) =>
        content is BufferedContent buffered ? buffered.Body : await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
}

/// <summary>The kinds of responses.</summary>
public enum SecResponseKind
{
    /// <summary>The file.</summary>
    File,

    /// <summary>The known version is current.</summary>
    NotModified,

    /// <summary>The file does not exist.</summary>
    NotFound,
}

/// <summary>A response of the SEC.</summary>
/// <param name="Kind">The kind of response.</param>
/// <param name="Body">The file's bytes; null for other kinds.</param>
/// <param name="Version">The version of the file.</param>
public sealed record SecResponse(SecResponseKind Kind, byte[]? Body, SecFileVersion? Version);

/// <summary>A version of a file, as identified by the server.</summary>
/// <param name="ETag">The entity tag.</param>
/// <param name="LastModified">Time of the last modification.</param>
public sealed record SecFileVersion(EntityTagHeaderValue? ETag, DateTimeOffset? LastModified);
