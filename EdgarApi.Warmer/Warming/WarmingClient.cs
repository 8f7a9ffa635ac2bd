using System.Net;
using EdgarApi.Contracts;
using Microsoft.Extensions.Options;
using Polly;

namespace EdgarApi.Warmer.Warming;

/// <summary>The outcome of a request.</summary>
internal enum WarmOutcome
{
    /// <summary>The API computed and cached the response.</summary>
    Warmed,

    /// <summary>The response came from a cache.</summary>
    AlreadyWarm,

    /// <summary>The company has no such response, for example quarterly statements of foreign filers.</summary>
    Missing,

    /// <summary>The API rejected the request; retrying would not help.</summary>
    Refused,

    /// <summary>The API is unreachable or overloaded; retrying later may help.</summary>
    Unavailable,
}

/// <summary>The outcome of a request, and the reason if it failed.</summary>
internal sealed record WarmResult(WarmOutcome Outcome, string? Reason = null);

/// <summary>Requests responses from the API like any client, so that its caches are filled.</summary>
internal sealed class WarmingClient(IHttpClientFactory clients, IOptions<WarmingOptions> options)
{
    public const string Name = "warming";

    /// <param name="target">Path and query.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<WarmResult> WarmAsync(string target, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(Name);
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
        request.Headers.Add(ApiHeaders.Purpose, ApiHeaders.Prefetch);
        if (options.Value.ApiKey is { Length: > 0 } key) request.Headers.Add(ApiHeaders.ApiKey, key);
        try
        {
            using var response =
                await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            // Reads to the end: the API may not cache aborted responses.
            await response.Content.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            return GetResult(response, target);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && error is HttpRequestException or ExecutionRejectedException or OperationCanceledException or IOException)
        {
            return new WarmResult(WarmOutcome.Unavailable, $"{error.GetType().Name}: {error.Message}");
        }
    }

    private static WarmResult GetResult(HttpResponseMessage response, string target)
    {
        if (response.IsSuccessStatusCode)
        {
            var fromCache = response.Headers.TryGetValues(ApiHeaders.Cache, out var values)
                && values.Any(value => value.StartsWith(CacheStates.Hit, StringComparison.OrdinalIgnoreCase));
            return new WarmResult(fromCache ? WarmOutcome.AlreadyWarm : WarmOutcome.Warmed);
        }

        var busy = (int)response.StatusCode >= 500
            || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
        return new WarmResult(
            busy ? WarmOutcome.Unavailable : response.StatusCode == HttpStatusCode.NotFound ? WarmOutcome.Missing : WarmOutcome.Refused,
            FormattableString.Invariant($"{target} returned {(int)response.StatusCode} {response.ReasonPhrase}"));
    }
}
