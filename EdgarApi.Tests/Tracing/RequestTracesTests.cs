using System.Diagnostics;
using EdgarApi.Caching.Redis;
using EdgarApi.Tests.Api;
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
    public async Task A_cold_answers_trace_shows_its_commands_to_redis_and_its_statements_once_each()
    {
        using var spans = new RecordedSpans();
        await using var process = await StartAsync(spans);
        using var client = process.Client(ApiServer.Key);

        var trace = await AskAsync(client, "miss");
        // A command becomes a span within a second, after the answer is out.
        await Waiting.UntilAsync(() => spans.InTrace(trace).Any(span => IsRedis(span) && span.DisplayName == "UNLINK"));

        var all = spans.InTrace(trace);
        var request = Assert.Single(all, span => span.Kind == ActivityKind.Server);
        Assert.All(all, span => Assert.Contains(request.SpanId, GetAncestors(span, all)));
        Assert.Contains(all, span => span.Source.Name == "Npgsql");
        // The answer: looked up, locked, looked up again, stored, unlocked. The snapshot of facts: looked up, stored.
        Assert.Equal(["GET", "GET", "GET", "PSETEX", "SET", "SETEX", "UNLINK"], all.Where(IsRedis).Select(span => span.DisplayName).Order());
        Assert.Equal(all.Count, all.DistinctBy(span => span.SpanId).Count());
    }

    [Fact]
    public async Task A_hit_in_memory_has_neither()
    {
        using var spans = new RecordedSpans();
        await using var process = await StartAsync(spans);
        using var client = process.Client(ApiServer.Key);
        await AskAsync(client, "miss");
        var trace = await AskAsync(client, "hit-l1");
        var later = await AskAsync(client, "miss", "?asOf=2025-02-01");
        await Waiting.UntilAsync(() => spans.InTrace(later).Any(span => IsRedis(span) && span.DisplayName == "UNLINK"));
        Assert.Equal(ActivityKind.Server, Assert.Single(spans.InTrace(trace)).Kind);
    }

    [Fact]
    public async Task Loops_in_the_background_begin_no_trace()
    {
        using var spans = new RecordedSpans();
        await using var process = await StartAsync(spans);
        var begun = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> span) =>
            {
                if (span.Parent == default) Interlocked.Increment(ref begun);
                return ActivitySamplingResult.None;
            },
        };
        ActivitySource.AddActivityListener(listener);

        await Waiting.UntilAsync(() => Volatile.Read(ref begun) >= 30, what: "statements of loops");

        Assert.DoesNotContain(spans.All, span => span.Parent is null && span.ParentSpanId == default && span.Kind == ActivityKind.Client);
    }

    private async Task<ApiHost> StartAsync(RecordedSpans spans) => await api.AnotherAsync(servers, overSockets: true, configure: host =>
    {
        // Requests of other tests count too, because all tests are one process.
        host.UseSetting("EdgarApi:TracesPerSecond", "1000000");
        // Nobody else has the answers in Redis.
        host.UseSetting("EdgarApi:Cache:Namespace", $"t{Guid.NewGuid():N}"[..20]);
        host.ConfigureTestServices(services => services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans)));
    });

    private static async Task<ActivityTraceId> AskAsync(HttpClient client, string xCache, string query = "?asOf=2025-01-31")
    {
        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/companies/AAPL/overview{query}");
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var response = await client.SendAsync(request, Token);
        Assert.Equal(xCache, Assert.Single(response.Headers.GetValues("X-Cache")));
        return trace;
    }

    private static bool IsRedis(Activity span) => span.Source.Name == RedisTracing.SourceName;

    private static IEnumerable<ActivitySpanId> GetAncestors(Activity span, IReadOnlyList<Activity> all)
    {
        for (var at = span; at is not null; at = all.FirstOrDefault(other => other.SpanId == at.ParentSpanId)) yield return at.SpanId;
    }
}
