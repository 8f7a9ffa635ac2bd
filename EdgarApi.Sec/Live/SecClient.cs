using System.Net;
using System.Net.Http.Headers;
using EdgarApi.Financials.Companies;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace EdgarApi.Sec.Live;

/// <summary>Asks the SEC's servers for files. Bodies come as bytes, within bounds; <see cref="SecUnavailableException"/> when it cannot be asked.</summary>
/// <param name="http">A client with the handlers that <see cref="SecExtensions"/> sets up.</param>
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

    /// <summary>Gets a file, or only hears that it has not changed.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="known">The version at hand; null asks for the file in any case.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SecUnavailableException">The SEC cannot be asked now, or refuses.</exception>
    /// <exception cref="Files.SecDataException">The file is too large.</exception>
    public async Task<SecAnswer> GetAsync(Uri address, SecFileVersion? known, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (known?.ETag is { } tag) request.Headers.IfNoneMatch.Add(tag);
        if (known?.LastModified is { } modified) request.Headers.IfModifiedSince = modified;
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => new SecAnswer(
                    SecAnswerKind.File, await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false),
                    new SecFileVersion(response.Headers.ETag, response.Content.Headers.LastModified)),
                HttpStatusCode.NotModified when known is not null => new SecAnswer(SecAnswerKind.NotModified, null, known),
                HttpStatusCode.NotFound => new SecAnswer(SecAnswerKind.NotFound, null, null),
                HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests => throw new SecUnavailableException(
                    $"the SEC refused {address} ({(int)response.StatusCode}): too many requests, or a User-Agent without a contact (it was '{_options.UserAgent}')",
                    SecRulesHandler.RetryAfter(response) ?? _options.RefusalPause),
                _ => throw new SecUnavailableException($"the SEC answered {address} with {(int)response.StatusCode}", SecRulesHandler.RetryAfter(response)),
            };
        }
        catch (BrokenCircuitException error)
        {
            throw new SecUnavailableException("the SEC answered too many requests with errors", _options.MaxWait, error);
        }
        catch (RateLimiterRejectedException error)
        {
            throw new SecUnavailableException("too many requests to the SEC are waiting", error.RetryAfter ?? _options.MaxWait, error);
        }
        catch (Exception error) when (error is HttpRequestException or TimeoutRejectedException)
        {
            throw new SecUnavailableException($"{address} could not be read: {error.Message}", inner: error);
        }
    }
}

/// <summary>What the SEC answered.</summary>
public enum SecAnswerKind
{
    /// <summary>The file.</summary>
    File,

    /// <summary>The version at hand is still the newest.</summary>
    NotModified,

    /// <summary>There is no such file.</summary>
    NotFound,
}

/// <summary>An answer of the SEC's.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Body">The file's bytes; null for other answers.</param>
/// <param name="Version">Which version of the file it is.</param>
public sealed record SecAnswer(SecAnswerKind Kind, byte[]? Body, SecFileVersion? Version);

/// <summary>A version of a file, as the server names it.</summary>
/// <param name="ETag">Its tag.</param>
/// <param name="LastModified">When it was written.</param>
public sealed record SecFileVersion(EntityTagHeaderValue? ETag, DateTimeOffset? LastModified);
