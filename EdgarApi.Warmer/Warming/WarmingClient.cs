using System.Net;
using EdgarApi.Contracts;
using Microsoft.Extensions.Options;
using Polly;

namespace EdgarApi.Warmer.Warming;

/// <summary>What became of one request.</summary>
internal enum WarmOutcome
{
    /// <summary>The API computed the answer and now has it in its caches.</summary>
    Warmed,

    /// <summary>The answer came from a cache.</summary>
    AlreadyWarm,

    /// <summary>The company has no such answer, as foreign filers have no quarters.</summary>
    Missing,

    /// <summary>The API answered that it will not; asking again changes nothing.</summary>
    Refused,

    /// <summary>The API is not there or has too much to do: worth another attempt later.</summary>
    Away,
}

/// <summary>What became of one request, and why when it failed.</summary>
internal sealed record WarmResult(WarmOutcome Outcome, string? Reason = null);

/// <summary>Asks the API for answers, as its callers do, so that its caches hold them.</summary>
internal sealed class WarmingClient(IHttpClientFactory clients, IOptions<WarmingOptions> options)
{
    public const string Name = "warming";

    /// <param name="target">Path and query.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<WarmResult> WarmAsync(string target, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(Name);
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
        request.Headers.Add(ApiHeaders.Purpose, ApiHeaders.Prefetch);
        if (options.Value.ApiKey is { Length: > 0 } key) request.Headers.Add(ApiHeaders.ApiKey, key);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            // To the end: an answer that is broken off may not be kept.
            await response.Content.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            return GetResult(response, target);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && error is HttpRequestException or ExecutionRejectedException or OperationCanceledException or IOException)
        {
            return new WarmResult(WarmOutcome.Away, $"{error.GetType().Name}: {error.Message}");
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

        var busy = (int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
        return new WarmResult(
            busy ? WarmOutcome.Away : response.StatusCode == HttpStatusCode.NotFound ? WarmOutcome.Missing : WarmOutcome.Refused,
            FormattableString.Invariant($"{target} was answered with {(int)response.StatusCode} {response.ReasonPhrase}"));
    }
}
