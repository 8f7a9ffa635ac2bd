using System.Diagnostics;
using System.Net;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Caching;

/// <summary>Uses real sockets, because only they provide the raw request target that the hot path looks up.</summary>
public sealed class CachedAnswerTests(SharedServers servers, ApiServer api)
{
    private const string Overview = "/api/v1/companies/AAPL/overview?fields=annual";
    private const string Income = "/api/v1/companies/AAPL/statements/income?periods=6&fields=all";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Overview)]
    [InlineData(Income)]
    public async Task The_second_response_is_the_first_from_memory(string address)
    {
        using var client = await api.KestrelClientAsync(servers);
        using var first = await GetAsync(client, address);
        using var second = await GetAsync(client, address);
        Assert.Equal("hit-l1", second.GetXCache());
        Assert.Equal(TimeSpan.Zero, second.Headers.Age);
        Assert.Equal(
            (first.Headers.ETag, first.Headers.CacheControl!.ToString(), first.Content.Headers.ContentType,
                first.Content.Headers.LastModified),
            (second.Headers.ETag, second.Headers.CacheControl!.ToString(), second.Content.Headers.ContentType,
                second.Content.Headers.LastModified));
        Assert.Equal(["Accept-Encoding", "Accept"], second.Headers.Vary);
        Assert.NotNull(second.Content.Headers.ContentLength);
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(Token), await second.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task A_hit_supports_conditions_encodings_formats_and_HEAD()
    {
        using var client = await api.KestrelClientAsync(servers);
        (await GetAsync(client, Income)).Dispose();

        using var plain = await GetAsync(client, Income);
        using var gzip = await GetAsync(client, Income, ("Accept-Encoding", "gzip"));
        using var brotli = await GetAsync(client, Income, ("Accept-Encoding", "gzip;q=0.5, br"));
        Assert.Equal(
            (0, "gzip", "br"),
            (plain.Content.Headers.ContentEncoding.Count, gzip.Content.Headers.ContentEncoding.Single(),
                brotli.Content.Headers.ContentEncoding.Single()));
        Assert.Equal(3, new[] { plain, gzip, brotli }.Select(response => response.Headers.ETag).Distinct().Count());
        Assert.NotEmptyAndAll([plain, gzip, brotli], response => Assert.Equal("hit-l1", response.GetXCache()));

        foreach (var held in new[] { $"{gzip.Headers.ETag}", $"\"other\", {gzip.Headers.ETag}", "*" })
        {
            using var unchanged = await GetAsync(client, Income, ("Accept-Encoding", "gzip"), ("If-None-Match", held));
            Assert.Equal((HttpStatusCode.NotModified, gzip.Headers.ETag), (unchanged.StatusCode, unchanged.Headers.ETag));
            Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync(Token));
        }

        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Income), Token);
        Assert.Equal(
            (plain.Content.Headers.ContentLength, plain.Headers.ETag, "hit-l1"),
            (head.Content.Headers.ContentLength, head.Headers.ETag, head.GetXCache()));

        using var table = await GetAsync(client, Income, ("Accept", "text/csv"));
        Assert.Equal("text/csv", table.Content.Headers.ContentType!.MediaType);
        using var again = await GetAsync(client, Income);
        Assert.Equal("application/json", again.Content.Headers.ContentType!.MediaType);
        using var none = await GetAsync(client, Income, ("Accept", "image/png"));
        Assert.Equal(HttpStatusCode.NotAcceptable, none.StatusCode);
    }

    [Fact]
    public async Task A_hit_requires_the_key_that_its_route_requires()
    {
        using var client = await api.KestrelClientAsync(servers);
        (await GetAsync(client, Income)).Dispose();
        (await GetAsync(client, Overview)).Dispose();

        client.DefaultRequestHeaders.Clear();
        using var open = await GetAsync(client, Overview);
        using var without = await GetAsync(client, Income);
        using var wrong = await GetAsync(client, Income, ("X-Api-Key", "wrong"));
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (open.StatusCode, without.StatusCode, wrong.StatusCode));
        Assert.Equal(("hit-l1", "public"), (open.GetXCache(), open.Headers.CacheControl!.ToString().Split(',')[0]));
    }

    [Fact]
    public async Task A_long_response_is_cached_and_sent_completely()
    {
        using var client = await api.KestrelClientAsync(servers);
        const string Facts = "/api/v1/companies/AAPL/facts?limit=999";
        using var first = await GetAsync(client, Facts);
        using var second = await GetAsync(client, Facts);
        var body = await second.Content.ReadAsByteArrayAsync(Token);
        Assert.True(body.Length > 100 * 1024);
        Assert.Equal(("hit-l1", body.Length), (second.GetXCache(), second.Content.Headers.ContentLength));
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(Token), body);
    }

    [Fact]
    public async Task Other_methods_and_paths_bypass_the_hot_path()
    {
        using var client = await api.KestrelClientAsync(servers);
        (await GetAsync(client, Overview)).Dispose();
        using var post = await client.PostAsync(new Uri(Overview, UriKind.Relative), null, Token);
        using var unknown = await GetAsync(client, Overview + "&x=1");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, HttpStatusCode.BadRequest), (post.StatusCode, unknown.StatusCode));
    }

    [Theory]
    [InlineData("/api/v1/companies/AAPL/overview?asOf=2025-01-31")]
    [InlineData("/api/v1/companies/AAPL/statements/balance?periods=3&asOf=2025-01-31")]
    public async Task A_miss_takes_at_most_four_SQL_statements_and_a_hit_none(string address)
    {
        using var client = await api.KestrelClientAsync(servers);
        var miss = await StatementsAsync(client, address, "miss");
        Assert.InRange(miss, 0, 4); // two reads, each with a check that its node is new enough
        Assert.Equal(0, await StatementsAsync(client, address, "hit-l1"));
    }

    /// <summary>Counts the statements in the request's trace, which excludes those of other tests.</summary>
    private static async Task<int> StatementsAsync(HttpClient client, string address, string xCache)
    {
        var (trace, statements) = (ActivityTraceId.CreateRandom(), 0);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            // Opening a connection is an activity too, without a statement.
            ActivityStopped = activity =>
            {
                if (activity.TraceId == trace && activity.GetTagItem("db.query.text") is not null) Interlocked.Increment(ref statements);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var response = await GetAsync(client, address, ("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01"));
        Assert.Equal(xCache, response.GetXCache());
        return statements;
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, Token);
    }
}
