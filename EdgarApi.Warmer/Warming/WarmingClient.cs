using System.Net;
using EdgarApi.Client;
using EdgarApi.Contracts;
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
internal sealed class WarmingClient(EdgarApiClient client)
{
    /// <summary>Sets up the client of the API.</summary>
    public static void Configure(EdgarApiClientOptions client, WarmingOptions warming)
    {
        (client.BaseAddress, client.ApiKey, client.IsPrefetch) = (warming.Api, warming.ApiKey, true);
        // The resilience handler has its own timeouts.
        client.Timeout = Timeout.InfiniteTimeSpan;
    }

    /// <param name="target">Path and query.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<WarmResult> WarmAsync(string target, CancellationToken cancellationToken)
    {
        try
        {
            var content = await client.GetContentAsync(target, cancellationToken).ConfigureAwait(false);
            var fromCache = content.Cache?.StartsWith(CacheStates.Hit, StringComparison.OrdinalIgnoreCase) == true;
            return new WarmResult(fromCache ? WarmOutcome.AlreadyWarm : WarmOutcome.Warmed);
        }
        catch (EdgarApiException problem)
        {
            return GetResult(problem, target);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && error is HttpRequestException or ExecutionRejectedException or OperationCanceledException or IOException)
        {
            return new WarmResult(WarmOutcome.Unavailable, $"{error.GetType().Name}: {error.Message}");
        }
    }

    private static WarmResult GetResult(EdgarApiException problem, string target)
    {
        var busy = (int)problem.Status >= 500 || problem.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
        return new WarmResult(
            busy ? WarmOutcome.Unavailable : problem.Status == HttpStatusCode.NotFound ? WarmOutcome.Missing : WarmOutcome.Refused,
            FormattableString.Invariant($"{target} returned {(int)problem.Status} {problem.Status}"));
    }
}
