using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace EdgarApi.Caching;

/// <summary>
/// Redis as .NET's distributed cache: one plain value a key, so that a read is a single GET, spread over the pool's connections. Microsoft's own keeps a
/// hash a key, for sliding expirations that nothing here has, on one connection.
/// </summary>
internal sealed class RedisCacheStore(RedisPool pool, TimeProvider time) : IDistributedCache
{
    private IDatabase Database => pool.Next().GetDatabase();

    public byte[]? Get(string key) => Database.StringGet(key);

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) =>
        await Database.StringGetAsync(key).WaitAsync(token).ConfigureAwait(false);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => Database.StringSet(key, value, Expiration(options));

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        Database.StringSetAsync(key, value, Expiration(options)).WaitAsync(token);

    public void Remove(string key) => Database.KeyDelete(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => Database.KeyDeleteAsync(key).WaitAsync(token);

    /// <summary>Expirations are absolute, so that there is nothing to refresh.</summary>
    public void Refresh(string key)
    {
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    private TimeSpan Expiration(DistributedCacheEntryOptions options) =>
        options.SlidingExpiration is not null ? throw new NotSupportedException("Expirations are absolute here.")
        : options.AbsoluteExpirationRelativeToNow ?? options.AbsoluteExpiration - time.GetUtcNow()
            ?? throw new NotSupportedException("Everything in the cache expires.");
}
