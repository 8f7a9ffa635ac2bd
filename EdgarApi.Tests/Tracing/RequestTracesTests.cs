using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using EdgarApi.Caching.Redis;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Caching.Redis;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;

namespace EdgarApi.Tests.Tracing;

public sealed class RequestTracesTests(SharedServers servers, ApiServer api)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_trace_of_a_miss_shows_each_Redis_command_and_SQL_statement_once()
    {
        // The response: get or lock (a script), set, unlock. The facts snapshot: get, set.
        string[] commands = ["EVAL", "GET", "SETEX", "SETEX", "UNLINK"];
        IReadOnlyList<Activity> all = [];
        // The library drops commands that end while it flushes the request's, so one trace may be incomplete.
        for (var attempt = 0; attempt < 10 && all.Count(IsRedis) < commands.Length; attempt++)
        {
            using var spans = new RecordedSpans();
            await using var process = await StartAsync(spans);
            using var client = process.Client(ApiServer.Key);
            var trace = await SendAsync(client, "miss");
            await WaitForRedisAsync(spans, trace);
            all = spans.InTrace(trace);
        }

        var request = Assert.Single(all, IsRequest);
        Assert.All(all, span => Assert.Contains(request.SpanId, GetAncestors(span, all)));
        Assert.Contains(all, span => span.Source.Name == "Npgsql");
        Assert.Equal(commands, all.Where(IsRedis).Select(span => RedisCommands.Normalize(span.DisplayName)).Order());
        Assert.Equal(all.Count, all.DistinctBy(span => span.SpanId).Count());
    }

    [Fact]
    public async Task The_trace_of_a_memory_hit_shows_neither()
    {
        using var spans = new RecordedSpans();
        await using var process = await StartAsync(spans);
        using var client = process.Client(ApiServer.Key);
        await SendAsync(client, "miss");
        var trace = await SendAsync(client, "hit-l1");
        // Two flushes: the first may export a later trace before this one.
        await WaitForRedisAsync(spans, await SendAsync(client, "miss", "?asOf=2025-02-01"));
        await WaitForRedisAsync(spans, await SendAsync(client, "miss", "?asOf=2025-02-02"));
        Assert.True(IsRequest(Assert.Single(spans.InTrace(trace))));
    }

    [Fact]
    public async Task The_span_of_a_request_has_the_names_of_the_semantic_conventions()
    {
        using var spans = new RecordedSpans();
        await using var process = await StartAsync(spans);
        using var client = process.Client(ApiServer.Key);
        client.DefaultRequestHeaders.UserAgent.ParseAdd("tests/1.0");

        var trace = await SendAsync(client, "miss");
        // A span ends after its response is sent.
        await Waiting.UntilAsync(() => spans.InTrace(trace).Any(IsRequest));

        var span = Assert.Single(spans.InTrace(trace), IsRequest);
        Assert.Equal("GET /api/v1/companies/{id}/overview", span.DisplayName);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        var tags = span.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value);
        Assert.Equal("GET", tags["http.request.method"]);
        Assert.Equal("/api/v1/companies/{id}/overview", tags["http.route"]);
        Assert.Equal(200, tags["http.response.status_code"]);
        Assert.Equal("http", tags["url.scheme"]);
        Assert.Equal("/api/v1/companies/AAPL/overview", tags["url.path"]);
        Assert.Equal("asOf=2025-01-31", tags["url.query"]);
        Assert.Equal(client.BaseAddress!.Host, tags["server.address"]);
        Assert.Equal(client.BaseAddress.Port, tags["server.port"]);
        Assert.Equal("1.1", tags["network.protocol.version"]);
        Assert.Equal("tests/1.0", tags["user_agent.original"]);
    }

    [Fact]
    public async Task A_request_that_is_not_sampled_has_no_span_and_its_problem_names_the_trace_of_the_caller()
    {
        using var spans = new RecordedSpans();
        await using var process = await StartAsync(spans, tracesPerSecond: 0);
        using var client = process.Client(ApiServer.Key);
        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/companies/AAPL/overview?unknown=1");
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");

        using var response = await client.SendAsync(request, Token);

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(trace.ToHexString(), problem.GetProperty("traceId").GetString());
        Assert.DoesNotContain(spans.InTrace(trace), IsRequest);
    }

    [Fact]
    public async Task Background_loops_start_no_trace()
    {
        using var spans = new RecordedSpans();
        await using var process = await StartAsync(spans);
        var roots = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> span) =>
            {
                if (span.Parent == default) Interlocked.Increment(ref roots);
                return ActivitySamplingResult.None;
            },
        };
        ActivitySource.AddActivityListener(listener);

        await Waiting.UntilAsync(() => Volatile.Read(ref roots) >= 30, what: "statements of loops");

        Assert.DoesNotContain(spans.All, span => span.Parent is null && span.ParentSpanId == default && span.Kind == ActivityKind.Client);
    }

    private async Task<ApiHost> StartAsync(RecordedSpans spans, int tracesPerSecond = 1_000_000) =>
        await api.AnotherAsync(servers, overSockets: true, configure: host =>
        {
            // Requests of other tests count too, because all tests share one process.
            host.UseSetting("EdgarApi:TracesPerSecond", $"{tracesPerSecond}");
            // No other test has these responses in Redis.
            host.UseSetting("EdgarApi:Cache:Namespace", $"t{Guid.NewGuid():N}"[..20]);
            host.ConfigureTestServices(services =>
                services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans)));
        });

    private static async Task<ActivityTraceId> SendAsync(HttpClient client, string xCache, string query = "?asOf=2025-01-31")
    {
        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/companies/AAPL/overview{query}");
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var response = await client.SendAsync(request, Token);
        Assert.Equal(xCache, Assert.Single(response.Headers.GetValues("X-Cache")));
        return trace;
    }

    /// <summary>Waits for the flush after the request, which exports all its commands.</summary>
    private static Task WaitForRedisAsync(RecordedSpans spans, ActivityTraceId trace) =>
        Waiting.UntilAsync(() => spans.InTrace(trace) is var all && all.Any(IsRequest) && all.Any(IsRedis));

    private static bool IsRequest(Activity span) => span.Kind == ActivityKind.Server;

    private static bool IsRedis(Activity span) => span.Source.Name == RedisTracing.SourceName;

    private static IEnumerable<ActivitySpanId> GetAncestors(Activity span, IReadOnlyList<Activity> all)
    {
        for (var at = span; at is not null; at = all.FirstOrDefault(other => other.SpanId == at.ParentSpanId)) yield return at.SpanId;
    }
}
