using System.Collections.Concurrent;
using EdgarApi.Api.Caching;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Responses;
using EdgarApi.Caching;
using EdgarApi.Storage.Companies;
using EdgarApi.Tests.Servers;
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

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task Responses_used_by_the_hot_path_are_not_evicted_first()
    {
        var options = Options.Create(new CacheOptions { MemoryMegabytes = 1 });
        using var cache = new TieredCache<FinishedAnswer>(
            "answers", new FinishedAnswerCodec(), options, RedisPools.CreateGateway(), null, RedisPools.CreateSigner(), _time,
            NullLoggerFactory.Instance);
        var evicted = new ConcurrentQueue<string>();
        cache.Fusion.Events.Memory.Eviction += (_, entry) => evicted.Enqueue(entry.Key);
        var hot = new HotAnswers(cache, new CompanyDirectory(), _time);
        var used = await GetAsync(cache, "used", 100);
        hot.Add(Target, 0, used, ignoresAccept: true, Overview, companies: [], needs: default);

        var number = 0;
        await Waiting.UntilAsync(async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            // Requests add it again after its five minutes.
            if (hot.Find(Target) is null)
            {
                var again = await GetAsync(cache, "used", 100);
                hot.Add(Target, 0, again, ignoresAccept: true, Overview, companies: [], needs: default);
            }

            await GetAsync(cache, $"{number++}", 200_000);
            return evicted.Distinct().Count() > 10;
        }, what: "evictions");

        Assert.DoesNotContain("used", evicted);
    }

    [Theory]
    [InlineData(HotAnswers.MaxTargetLength, true)]
    [InlineData(HotAnswers.MaxTargetLength + 1, false)]
    public async Task Only_targets_up_to_512_characters_are_remembered(int length, bool isRemembered)
    {
        var target = Target.PadRight(length, 'x');
        using var cache = new TieredCache<FinishedAnswer>(
            "answers", new FinishedAnswerCodec(), Options.Create(new CacheOptions()), RedisPools.CreateGateway(), null,
            RedisPools.CreateSigner(), _time, NullLoggerFactory.Instance);
        var hot = new HotAnswers(cache, new CompanyDirectory(), _time);

        hot.Add(target, 0, await GetAsync(cache, "long", 100), ignoresAccept: true, Overview, companies: [], needs: default);

        Assert.Equal(isRemembered, hot.Find(target) is not null);
    }

    private static ValueTask<Cached<FinishedAnswer>> GetAsync(TieredCache<FinishedAnswer> cache, string key, int length) =>
        cache.GetAsync(
            key,
            CacheKind.Overview,
            _ =>
                ValueTask.FromResult<FinishedAnswer?>(
                    new FinishedAnswer("text/csv", new EntityTag(key), null, new byte[length])),
            TestContext.Current.CancellationToken);
}
