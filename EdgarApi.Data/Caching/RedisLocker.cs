using EdgarApi.Data.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion.Locking.Distributed;

namespace EdgarApi.Data.Caching;

/// <summary>One computation of an answer across all processes: whoever sets the lock's key computes, the others wait for what comes of it.</summary>
/// <remarks>A lock here saves work and guards nothing: who cannot have it in time computes too. So one key on one node is enough.</remarks>
internal sealed class RedisLocker(RedisPool pool, TimeProvider time) : IFusionCacheDistributedLocker
{
    /// <summary>A process that dies takes no lock along for longer than this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

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
            if (await Database.LockTakeAsync(lockName, owner, Longest).WaitAsync(token).ConfigureAwait(false)) return owner;
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
        if (lockObj is RedisValue owner) await Database.LockReleaseAsync(lockName, owner).ConfigureAwait(false);
    }

    public void ReleaseLock(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, object? lockObj, ILogger? logger, CancellationToken token)
    {
        // FusionCache releases in its own thread also what was taken asynchronously.
        if (lockObj is RedisValue owner) Database.LockRelease(lockName, owner, CommandFlags.FireAndForget);
    }
}
