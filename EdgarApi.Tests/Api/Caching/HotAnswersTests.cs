using System.Collections.Concurrent;
using EdgarApi.Api.Caching;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Responses;
using EdgarApi.Caching;
using EdgarApi.Storage.Companies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ZiggyCreatures.Caching.Fusion;

namespace EdgarApi.Tests.Api.Caching;

public sealed class HotAnswersTests
{
    private const string Target = "/api/v1/companies/AAPL/overview";

    private static readonly Endpoint Overview = new(null, EndpointMetadataCollection.Empty, "overview");

    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task What_the_hot_path_answers_with_is_not_what_a_full_memory_lets_go_of_first()
    {
        var options = Options.Create(new CacheOptions { MemoryMegabytes = 1 });
        using var cache = new TieredCache<FinishedAnswer>("answers", new FinishedAnswerCodec(), options, null, time, NullLoggerFactory.Instance);
        var evicted = new ConcurrentQueue<string>();
        cache.Fusion.Events.Memory.Eviction += (_, entry) => evicted.Enqueue(entry.Key);
        var hot = new HotAnswers(cache, new CompanyDirectory(), time);
        var used = await GetAsync(cache, "used", 100);
        hot.Add(Target, 0, used, ignoresAccept: true, Overview, cik: null, needs: default);

        var number = 0;
        await Waiting.UntilAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            // It is asked for again when its five minutes are over, as by any other way.
            if (hot.Find(Target) is null) hot.Add(Target, 0, await GetAsync(cache, "used", 100), ignoresAccept: true, Overview, cik: null, needs: default);
            await GetAsync(cache, $"{number++}", 200_000);
            return evicted.Distinct().Count() > 10;
        }, what: "evictions");

        Assert.DoesNotContain("used", evicted);
    }

    private static ValueTask<Cached<FinishedAnswer>> GetAsync(TieredCache<FinishedAnswer> cache, string key, int length) => cache.GetAsync(
        key, CacheKind.Overview,
        _ => ValueTask.FromResult<FinishedAnswer?>(FinishedAnswer.From("text/csv", new EntityTag(key), null, new byte[length], only: ContentCoding.Identity)),
        TestContext.Current.CancellationToken);
}
