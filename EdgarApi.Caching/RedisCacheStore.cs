using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Caching.Distributed;

namespace EdgarApi.Caching;

/// <summary>
/// Redis as .NET's distributed cache with one plain string per key, so that a read is a single GET, over the pool's connections.
/// Microsoft's implementation uses a hash per key, for sliding expirations, and a single connection. Values with an invalid signature are
/// missing. No call waits longer than <see cref="CacheOptions.RedisTimeout"/>.
/// </summary>
internal sealed class RedisCacheStore(
    RedisGateway redis, RedisLocker locker, LockedReads reads, ValueSigner signer, TimeProvider time) : IDistributedCache
{
    public byte[]? Get(string key) => throw Synchronous();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) =>
        signer.Verify(
            key,
            reads.TryTake(key, out var value) ? value : await locker.ReadAsync(key, token).ConfigureAwait(false));

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw Synchronous();

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        var signed = signer.Sign(key, value);
        await redis.RunOrThrowAsync(database => database.StringSetAsync(key, signed, GetExpiration(options)), token).ConfigureAwait(false);
    }

    public void Remove(string key) => throw Synchronous();

    public async Task RemoveAsync(string key, CancellationToken token = default) =>
        await redis.RunOrThrowAsync(database => database.KeyDeleteAsync(key), token).ConfigureAwait(false);

    /// <summary>Does nothing, because expirations are absolute.</summary>
    public void Refresh(string key)
    {
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    private TimeSpan GetExpiration(DistributedCacheEntryOptions options) =>
        options.SlidingExpiration is not null ? throw new NotSupportedException("Sliding expirations are not supported.")
        : options.AbsoluteExpirationRelativeToNow ?? options.AbsoluteExpiration - time.GetUtcNow()
            ?? throw new NotSupportedException("Entries must have an expiration.");

    private static NotSupportedException Synchronous() => new("Use the asynchronous API.");
}
