using Microsoft.Extensions.Logging;
using ZiggyCreatures.Caching.Fusion.Locking;

namespace EdgarApi.Caching;

/// <summary>
/// Locks keys within the process. A lock exists while somebody holds it or waits for it; FusionCache's own locker keeps each for five
/// minutes, however many there are.
/// </summary>
internal sealed class KeyLocker : IFusionCacheMemoryLocker
{
    private readonly Dictionary<string, KeyLock> _locks = new(StringComparer.Ordinal);

    /// <summary>Number of keys that are locked.</summary>
    internal int Count
    {
        get
        {
            lock (_locks) return _locks.Count;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<object?> AcquireLockAsync(
        string cacheName, string cacheInstanceId, string operationId, string key, TimeSpan timeout, ILogger? logger,
        CancellationToken token)
    {
        var keyLock = Join(key);
        var acquired = false;
        try
        {
            acquired = await keyLock.Semaphore.WaitAsync(timeout, token).ConfigureAwait(false);
        }
        finally
        {
            if (!acquired) Leave(key, keyLock);
        }

        return acquired ? keyLock : null;
    }

    /// <inheritdoc/>
    public object? AcquireLock(
        string cacheName, string cacheInstanceId, string operationId, string key, TimeSpan timeout, ILogger? logger,
        CancellationToken token)
    {
        var keyLock = Join(key);
        var acquired = false;
        try
        {
            acquired = keyLock.Semaphore.Wait(timeout, token);
        }
        finally
        {
            if (!acquired) Leave(key, keyLock);
        }

        return acquired ? keyLock : null;
    }

    /// <inheritdoc/>
    public void ReleaseLock(string cacheName, string cacheInstanceId, string operationId, string key, object? lockObj, ILogger? logger)
    {
        if (lockObj is not KeyLock keyLock) return;
        keyLock.Semaphore.Release();
        Leave(key, keyLock);
    }

    /// <summary>Does nothing: a semaphore without a wait handle holds no resources, and callers may still wait.</summary>
    public void Dispose()
    {
    }

    private KeyLock Join(string key)
    {
        lock (_locks)
        {
            if (!_locks.TryGetValue(key, out var keyLock)) _locks.Add(key, keyLock = new KeyLock());
            keyLock.Users++;
            return keyLock;
        }
    }

    private void Leave(string key, KeyLock keyLock)
    {
        lock (_locks)
        {
            if (--keyLock.Users == 0) _locks.Remove(key);
        }
    }

    private sealed class KeyLock
    {
        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        /// <summary>Callers that hold the lock or wait for it.</summary>
        public int Users { get; set; }
    }
}
