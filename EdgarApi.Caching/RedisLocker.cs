using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion.Locking.Distributed;

namespace EdgarApi.Caching;

/// <summary>One computation of an answer across all processes: whoever sets the lock's key computes, the others wait for what comes of it.</summary>
/// <remarks>A lock here saves work and guards nothing: who cannot have it in time computes too. So one key on one node is enough.</remarks>
internal sealed class RedisLocker(RedisPool pool, TimeProvider time) : IFusionCacheDistributedLocker
{
    /// <summary>A process that dies takes no lock along for longer than this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>So long after it was taken, a lock is surely still its taker's; afterwards it is left to end by itself.</summary>
    private static readonly TimeSpan Sure = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private IDatabase Database => pool.Next().GetDatabase();

    public async ValueTask<object?> AcquireLockAsync(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, TimeSpan timeout, ILogger? logger, CancellationToken token)
    {
        RedisValue owner = $"{cacheInstanceId}:{operationId}";
        var started = time.GetTimestamp();
        for (var pause = ShortestPause; ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            var asked = time.GetTimestamp();
            if (await Database.StringSetAsync(lockName, owner, Longest, When.NotExists).WaitAsync(token).ConfigureAwait(false)) return asked;
            if (timeout != Timeout.InfiniteTimeSpan && time.GetElapsedTime(started) + pause > timeout) return null;
            await Task.Delay(pause, time, token).ConfigureAwait(false);
        }
    }

    public object? AcquireLock(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, TimeSpan timeout, ILogger? logger, CancellationToken token) =>
        throw new NotSupportedException("The cache is asked asynchronously.");

    public async ValueTask ReleaseLockAsync(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, object? lockObj, ILogger? logger, CancellationToken token)
    {
        if (IsSurelyOurs(lockObj)) await Database.KeyDeleteAsync(lockName).ConfigureAwait(false);
    }

    public void ReleaseLock(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, object? lockObj, ILogger? logger, CancellationToken token)
    {
        // FusionCache releases in its own thread also what was taken asynchronously.
        if (IsSurelyOurs(lockObj)) Database.KeyDelete(lockName, CommandFlags.FireAndForget);
    }

    /// <summary>Knowing it by the clock takes one command to release, where asking Redis whose it is takes a transaction of five.</summary>
    private bool IsSurelyOurs(object? lockObj) => lockObj is long asked && time.GetElapsedTime(asked) < Sure;
}
