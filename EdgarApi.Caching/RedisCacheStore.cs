using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace EdgarApi.Caching;

/// <summary>
/// Redis as .NET's distributed cache with one plain string per key, so that a read is a single GET, over the pool's connections.
/// Microsoft's implementation uses a hash per key, for sliding expirations, and a single connection. Values with an invalid signature are
/// missing.
/// </summary>
internal sealed class RedisCacheStore(RedisPool pool, ValueSigner signer, TimeProvider time) : IDistributedCache
{
    private IDatabase Database => pool.Next().GetDatabase();

    public byte[]? Get(string key) => signer.Verify(key, Database.StringGet(key));

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) =>
        signer.Verify(key, await Database.StringGetAsync(key).WaitAsync(token).ConfigureAwait(false));

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) =>
        Database.StringSet(key, signer.Sign(key, value), GetExpiration(options));

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        Database.StringSetAsync(key, signer.Sign(key, value), GetExpiration(options)).WaitAsync(token);

    public void Remove(string key) => Database.KeyDelete(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => Database.KeyDeleteAsync(key).WaitAsync(token);

    /// <summary>Does nothing, because expirations are absolute.</summary>
    public void Refresh(string key)
    {
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    private TimeSpan GetExpiration(DistributedCacheEntryOptions options) =>
        options.SlidingExpiration is not null ? throw new NotSupportedException("Sliding expirations are not supported.")
        : options.AbsoluteExpirationRelativeToNow ?? options.AbsoluteExpiration - time.GetUtcNow()
            ?? throw new NotSupportedException("Entries must have an expiration.");
}
