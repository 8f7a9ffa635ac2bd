using System.Collections.Concurrent;
using System.Net;

namespace EdgarApi.Tests.Warmer.Warming;

/// <summary>Plays the API with a cache: the first answer to a question is computed, the next ones come from the cache. It can be away or refuse.</summary>
internal sealed class FakeApi : HttpMessageHandler, IHttpClientFactory
{
    private readonly ConcurrentDictionary<string, bool> cached = new();
    private readonly ConcurrentQueue<string> heard = new();

    /// <summary>Questions that were heard, below <c>/api/v1/companies/</c>, in their order; also those that got no answer.</summary>
    public IReadOnlyList<string> Heard => [.. heard];

    public string? Key { get; private set; }

    public string? Purpose { get; private set; }

    /// <summary>Answers that it gives before it goes away.</summary>
    public int AwayAfter { get; set; } = int.MaxValue;

    /// <summary>Statements that it does not give.</summary>
    public string? Refuses { get; init; }

    public HttpStatusCode RefusesWith { get; init; } = HttpStatusCode.NotFound;

    /// <summary>Runs before each answer.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { BaseAddress = new Uri("http://api") };

    /// <summary>Drops what it has, as a new version of the data does.</summary>
    public void Forget() => cached.Clear();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Before();
        var target = request.RequestUri!.PathAndQuery;
        var question = target.StartsWith("/api/v1/companies/", StringComparison.Ordinal) ? target["/api/v1/companies/".Length..] : target;
        heard.Enqueue(question);
        Purpose = request.Headers.TryGetValues("Sec-Purpose", out var purposes) ? purposes.Single() : null;
        Key = request.Headers.TryGetValues("X-Api-Key", out var keys) ? keys.Single() : null;
        if (AwayAfter <= 0) throw new HttpRequestException("Connection refused");
        AwayAfter--;
        if (Refuses is { } refused && question.Contains(refused, StringComparison.Ordinal)) return new HttpResponseMessage(RefusesWith);
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Headers = { { "X-Cache", cached.TryAdd(question, true) ? "miss" : "hit-l2" } },
            Content = new StringContent("{}"),
        };
    }
}
