using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion.Locking.Distributed;

namespace EdgarApi.Caching;

/// <summary>Lets one process compute a response: the one that sets the lock's key. The others wait for its result.</summary>
/// <remarks>
/// The lock only saves work: a process that cannot get it in time computes too. A single key on one node is therefore enough. No attempt
/// waits longer than <see cref="CacheOptions.RedisTimeout"/>, and one that fails leaves no lock behind.
/// </remarks>
internal sealed class RedisLocker(RedisGateway redis, LockedReads reads, TimeProvider time) : IFusionCacheDistributedLocker
{
    /// <summary>Removes a lock if it has this owner.</summary>
    private const string AbandonScript = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('UNLINK', KEYS[1]) end return 0";

    /// <summary>Gets a value or else sets its lock. Returns the value, 1 with the lock, or 0 if another process has it.</summary>
    private const string ReadOrLockScript = """
        local value = redis.call('GET', KEYS[1])
        if value then return value end
        local lock = redis.pcall('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2])
        return lock and lock.ok and 1 or 0
        """;

    /// <summary>Lock expiry if the owner dies.</summary>
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(20);

    /// <summary>Time during which the owner certainly still holds the lock. Afterwards it does not release it but lets it expire.</summary>
    private static readonly TimeSpan ReleaseWindow = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(50);

    public async ValueTask<object?> AcquireLockAsync(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, TimeSpan timeout, ILogger? logger,
        CancellationToken token)
    {
        if (reads.TryTakeLock(key, out var lockedAt))
        {
            reads.Keep(key, RedisValue.Null);
            return lockedAt;
        }

        RedisValue owner = $"{cacheInstanceId}:{operationId}";
        var started = time.GetTimestamp();
        for (var delay = MinDelay; ; delay = delay < MaxDelay ? delay * 2 : MaxDelay)
        {
            var acquiredAt = time.GetTimestamp();
            var (attempt, error) = await TryAcquireAsync(lockName, owner, key, token).ConfigureAwait(false);
            if (attempt.IsAcquired)
            {
                reads.Keep(key, attempt.Value);
                return acquiredAt;
            }

            if (error is not null) return null;
            if (timeout != Timeout.InfiniteTimeSpan && time.GetElapsedTime(started) + delay > timeout) return null;
            await Task.Delay(delay, time, token).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Reads a value, and acquires its lock in the same round trip if the value is missing and expected (<see cref="LockedReads"/>).
    /// </summary>
    /// <exception cref="TimeoutException">Redis does not respond in time.</exception>
    /// <exception cref="RedisException">Redis is not connected or returns an error.</exception>
    public async ValueTask<RedisValue> ReadAsync(string key, CancellationToken cancellationToken)
    {
        if (!reads.IsExpected(key))
            return await redis.RunOrThrowAsync(database => database.StringGetAsync(key), cancellationToken).ConfigureAwait(false);

        RedisValue owner = Guid.NewGuid().ToString("N");
        var lockName = GetLockName(key);
        var acquiredAt = time.GetTimestamp();
        IDatabase? used = null;
        var isAnswered = false;
        try
        {
            var reply = await redis.RunOrThrowAsync(
                database => (used = database).ScriptEvaluateAsync(
                    ReadOrLockScript, [key, lockName], [owner, (long)Expiry.TotalMilliseconds]),
                cancellationToken).ConfigureAwait(false);
            isAnswered = true;
            if (reply.Resp2Type != ResultType.Integer) return (RedisValue)reply;
            // Nobody waits for the read any more.
            if ((long)reply == 1 && !reads.TryKeepLock(key, acquiredAt)) Unlock(lockName);
            return RedisValue.Null;
        }
        finally
        {
            if (!isAnswered) Abandon(used, lockName, owner);
        }
    }

    /// <summary>Announces that a key is read and computed if it is missing: the read then acquires the lock.</summary>
    public void Expect(string key) => reads.Expect(key);

    /// <summary>Releases a lock that was acquired with the read and not used.</summary>
    public void ReleaseUnused(string key)
    {
        if (reads.TryTakeLock(key, out var acquiredAt)) Release(key, GetLockName(key), acquiredAt);
    }

    private async ValueTask<(Attempt Result, Exception? Error)> TryAcquireAsync(
        string lockName, RedisValue owner, string key, CancellationToken cancellationToken)
    {
        IDatabase? used = null;
        var isAnswered = false;
        try
        {
            var attempt = await redis.RunWithErrorAsync(
                database => AcquireAndReadAsync(used = database, lockName, owner, key), cancellationToken).ConfigureAwait(false);
            isAnswered = attempt.Error is null;
            return attempt;
        }
        finally
        {
            if (!isAnswered) Abandon(used, lockName, owner);
        }
    }

    /// <summary>Removes the lock of an attempt that Redis may execute later. On the same connection, this follows it.</summary>
    private static void Abandon(IDatabase? used, string lockName, RedisValue owner) =>
        used?.ScriptEvaluate(AbandonScript, [lockName], [owner], CommandFlags.FireAndForget);

    private void Unlock(string lockName) => redis.Send((database, flags) => database.KeyDelete(lockName, flags));

    /// <summary>FusionCache's name of a key's lock.</summary>
    private static string GetLockName(string key) => key + ":lock";

    /// <summary>Sends both commands at once. On one connection, the second follows the first.</summary>
    private static async Task<Attempt> AcquireAndReadAsync(IDatabase database, string lockName, RedisValue owner, string key)
    {
        var acquiring = database.StringSetAsync(lockName, owner, Expiry, When.NotExists);
        var reading = database.StringGetAsync(key);
        await Task.WhenAll(acquiring, reading).ConfigureAwait(false);
        return new Attempt(await acquiring.ConfigureAwait(false), await reading.ConfigureAwait(false));
    }

    private readonly record struct Attempt(bool IsAcquired, RedisValue Value);

    public object? AcquireLock(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, TimeSpan timeout, ILogger? logger,
        CancellationToken token) =>
        throw new NotSupportedException("Use the asynchronous API.");

    public ValueTask ReleaseLockAsync(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, object? lockObj, ILogger? logger,
        CancellationToken token)
    {
        Release(key, lockName, lockObj);
        return ValueTask.CompletedTask;
    }

    public void ReleaseLock(
        string cacheName, string cacheInstanceId, string operationId, string key, string lockName, object? lockObj, ILogger? logger,
        CancellationToken token) =>
        Release(key, lockName, lockObj);

    /// <summary>Does not wait: the caller has its value.</summary>
    private void Release(string key, string lockName, object? lockObj)
    {
        reads.Forget(key);
        if (IsStillHeld(lockObj)) Unlock(lockName);
    }

    /// <summary>Checks the clock instead of the owner in Redis: releasing takes one command instead of a transaction of five.</summary>
    private bool IsStillHeld(object? lockObj) => lockObj is long acquiredAt && time.GetElapsedTime(acquiredAt) < ReleaseWindow;
}
