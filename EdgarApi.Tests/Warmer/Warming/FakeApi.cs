using System.Collections.Concurrent;
using System.Net;
using EdgarApi.Client;
using EdgarApi.Warmer.Warming;

namespace EdgarApi.Tests.Warmer.Warming;

/// <summary>
/// A fake API with a cache. The first response to a request is computed, the next ones are cached. It can be unavailable or reject
/// requests.
/// </summary>
internal sealed class FakeApi : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, bool> _cached = new();
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>Requests received below <c>/api/v1/companies/</c>, in order, including those without a response.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public string? Key { get; private set; }

    public string? Purpose { get; private set; }

    /// <summary>The number of responses before it becomes unavailable.</summary>
    public int UnavailableAfter { get; set; } = int.MaxValue;

    /// <summary>Statements that it rejects.</summary>
    public string? Rejected { get; set; }

    public HttpStatusCode RejectionStatus { get; init; } = HttpStatusCode.NotFound;

    /// <summary>Runs before each response.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>Creates a client of this API with the settings of the Warmer.</summary>
    public WarmingClient CreateClient(WarmingOptions warming)
    {
        var options = new EdgarApiClientOptions();
        WarmingClient.Configure(options, warming);
        return new WarmingClient(new EdgarApiClient(new HttpClient(this, disposeHandler: false), options));
    }

    /// <summary>Clears the cache, as a new data version does.</summary>
    public void Clear() => _cached.Clear();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Before();
        var target = request.RequestUri!.PathAndQuery;
        var path = target.StartsWith("/api/v1/companies/", StringComparison.Ordinal) ? target["/api/v1/companies/".Length..] : target;
        _requests.Enqueue(path);
        Purpose = request.Headers.TryGetValues("Sec-Purpose", out var purposes) ? purposes.Single() : null;
        Key = request.Headers.TryGetValues("X-Api-Key", out var keys) ? keys.Single() : null;
        if (UnavailableAfter <= 0) throw new HttpRequestException("Connection refused");
        UnavailableAfter--;
        if (Rejected is { } refused && path.Contains(refused, StringComparison.Ordinal)) return new HttpResponseMessage(RejectionStatus);
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Headers = { { "X-Cache", _cached.TryAdd(path, true) ? "miss" : "hit-l2" } },
            Content = new StringContent("{}"),
        };
    }
}
