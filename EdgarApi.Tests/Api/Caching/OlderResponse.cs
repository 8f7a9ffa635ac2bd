using EdgarApi.Api.Caching;
using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;

namespace EdgarApi.Tests.Api.Caching;

/// <summary>Makes a response in Redis older.</summary>
internal static class OlderResponse
{
    /// <summary>Rewrites the only response in Redis as if it had been computed earlier.</summary>
    public static async Task MakeAsync(IServiceProvider services, string space, TimeSpan by)
    {
        var redis = services.GetRequiredService<RedisPool>().First;
        RedisKey key = default;
        await Waiting.UntilAsync(
            async () =>
            {
                key = redis.GetServers()[0]
                    .Keys(pattern: $"e:{space}:stmt:*")
                    .FirstOrDefault(found => !$"{found}".EndsWith(":lock", StringComparison.Ordinal));
                return await redis.GetDatabase().KeyExistsAsync(key);
            }, what: "the response in Redis, which is written in the background");
        var signer = services.GetRequiredService<ValueSigner>();
        var serializer = new CacheEntrySerializer<FinishedAnswer>(new FinishedAnswerCodec(), TimeProvider.System);
        var entry = serializer.Deserialize<FusionCacheDistributedEntry<CacheEntry<FinishedAnswer>>>(
            signer.Verify($"{key}", await redis.GetDatabase().StringGetAsync(key))!)!;
        var value = new CacheEntry<FinishedAnswer>(
            entry.Value.Value, entry.Value.ComputedAt - by, entry.Value.ComputedAt - by, fromRedis: false);
        await redis.GetDatabase().StringSetAsync(
            key,
            signer.Sign($"{key}", serializer.Serialize(
                new FusionCacheDistributedEntry<CacheEntry<FinishedAnswer>>(
                    value,
                    entry.Timestamp - by.Ticks,
                    entry.LogicalExpirationTimestamp - by.Ticks,
                    null,
                    entry.Metadata))),
            TimeSpan.FromHours(1));
    }
}
