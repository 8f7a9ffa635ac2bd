using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion.Locking.Distributed;

namespace EdgarApi.Caching;

/// <summary>Lets one process compute a response: the one that sets the lock's key. The others wait for its result.</summary>
/// <remarks>
/// The lock only saves work: a process that cannot get it in time computes too. A single key on one node is therefore enough.
/// </remarks>
internal sealed class RedisLocker(RedisPool pool, TimeProvider time) : IFusionCacheDistributedLocker
{
    /// <summary>Lock expiry if the owner dies.</summary>
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(20);

    /// <summary>Time during which the owner certainly still holds the lock. Afterwards it does not release it but lets it expire.</summary>
    private static readonly TimeSpan ReleaseWindow = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(50);

    private IDatabase Database => pool.Next().GetDatabase();

    public async ValueTask<object?> AcquireLockAsync(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, TimeSpan timeout, ILogger? logger,
        CancellationToken token)
    {
        RedisValue owner = $"{cacheInstanceId}:{operationId}";
        var started = time.GetTimestamp();
        for (var delay = MinDelay; ; delay = delay < MaxDelay ? delay * 2 : MaxDelay)
        {
            var acquiredAt = time.GetTimestamp();
            if (await Database.StringSetAsync(lockName, owner, Expiry, When.NotExists).WaitAsync(token).ConfigureAwait(false))
                return acquiredAt;
            if (timeout != Timeout.InfiniteTimeSpan && time.GetElapsedTime(started) + delay > timeout) return null;
            await Task.Delay(delay, time, token).ConfigureAwait(false);
        }
    }

    public object? AcquireLock(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, TimeSpan timeout, ILogger? logger,
        CancellationToken token) =>
        throw new NotSupportedException("Use the asynchronous API.");

    public async ValueTask ReleaseLockAsync(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, object? lockObj, ILogger? logger,
        CancellationToken token)
    {
        if (IsStillHeld(lockObj)) await Database.KeyDeleteAsync(lockName).ConfigureAwait(false);
    }

    public void ReleaseLock(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, object? lockObj, ILogger? logger,
        CancellationToken token)
    {
        // FusionCache also releases locks synchronously that were acquired asynchronously.
        if (IsStillHeld(lockObj)) Database.KeyDelete(lockName, CommandFlags.FireAndForget);
    }

    /// <summary>Checks the clock instead of the owner in Redis: releasing takes one command instead of a transaction of five.</summary>
    private bool IsStillHeld(object? lockObj) => lockObj is long acquiredAt && time.GetElapsedTime(acquiredAt) < ReleaseWindow;
}
