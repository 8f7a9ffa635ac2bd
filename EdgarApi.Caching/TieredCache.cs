using EdgarApi.Caching.Redis;
using EdgarApi.Financials.Companies;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Backplane.StackExchangeRedis;

namespace EdgarApi.Caching;

/// <summary>
/// Gets values from this process's memory, then from Redis, or else computes them, once for all waiting callers in all processes. Falls
/// back to stale values if computing fails. Without Redis, or while it is unavailable, only memory is used.
/// </summary>
public sealed partial class TieredCache<T> : IDisposable where T : class
{
    /// <summary>How long a stale value is served before the next attempt to replace it.</summary>
    private static readonly TimeSpan StaleRetryInterval = TimeSpan.FromSeconds(30);

    /// <summary>Minimum time between log entries about failed refreshes.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly SegmentedMemory _memory;
    private readonly FusionCache _fusion;
    private readonly ICacheCodec<T> _codec;
    private readonly CacheOptions _options;
    private readonly RedisLocker? _locker;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _nextLogAt;

    /// <summary>Creates the cache.</summary>
    /// <param name="name">Name of the cache, which separates its notifications and metrics from those of other caches.</param>
    /// <param name="codec">Serializes the values.</param>
    /// <param name="options">Options of the tiers.</param>
    /// <param name="redis">Redis, or without Redis memory only.</param>
    /// <param name="pool">The connections of <paramref name="redis"/>; null without Redis.</param>
    /// <param name="signer">Signs values in Redis.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Log failures of tiers and of refreshes.</param>
    public TieredCache(
        string name, ICacheCodec<T> codec, IOptions<CacheOptions> options, RedisGateway redis, RedisPool? pool, ValueSigner signer,
        TimeProvider time, ILoggerFactory loggers)
    {
        (_codec, _options, _time, _logger) = (codec, options.Value, time, loggers.CreateLogger<TieredCache<T>>());
        _memory = new SegmentedMemory(_options.MemoryMegabytes, time);
        _fusion = new FusionCache(
            new FusionCacheOptions
            {
                CacheName = name,
                BackplaneChannelPrefix = $"e:{_options.Namespace}:{name}",
                // Keys are already complete, and a read needs no other key.
                DistributedCacheKeyModifierMode = CacheKeyModifierMode.None,
                MissingCacheKeyPrefixWarningLogLevel = LogLevel.None,
                DisableTagging = true,
                WaitForInitialBackplaneSubscribe = false,
                // RedisGateway knows whether Redis is unavailable.
                DistributedCacheCircuitBreakerDuration = TimeSpan.Zero,
                BackplaneCircuitBreakerDuration = TimeSpan.FromSeconds(2),
                FactoryErrorsLogLevel = LogLevel.Debug,
                DistributedCacheErrorsLogLevel = LogLevel.Debug,
                BackplaneErrorsLogLevel = LogLevel.Debug,
                DistributedLockerErrorsLogLevel = LogLevel.Debug,
                FailSafeActivationLogLevel = LogLevel.Debug,
            },
            _memory, loggers.CreateLogger<FusionCache>(), new KeyLocker());
        if (pool is null) return;
        var reads = new LockedReads();
        _locker = new RedisLocker(redis, reads, time);
        _fusion.SetupDistributedCache(new RedisCacheStore(redis, _locker, reads, signer, time), new CacheEntrySerializer<T>(codec, time));
        _fusion.SetupDistributedLocker(_locker);
        // The backplane disposes its connection.
        _fusion.SetupBackplane(new RedisBackplane(new RedisBackplaneOptions { ConnectionMultiplexerFactory = pool.ConnectAsync }));
    }

    /// <summary>Memory used by the values, in bytes.</summary>
    public long Size => _memory.Size;

    /// <summary>The underlying cache, for its events.</summary>
    internal FusionCache Fusion => _fusion;

    /// <summary>Gets or computes a value. A caller that gives up does not cancel the computation for the others.</summary>
    /// <param name="key">The key (<see cref="CacheKey"/>), which contains everything that the value depends on.</param>
    /// <param name="kind">Determines the lifetime.</param>
    /// <param name="compute">Computes the value; null is not cached.</param>
    /// <param name="cancellationToken">Cancels waiting for the value.</param>
    public async ValueTask<Cached<T>> GetAsync(
        string key, CacheKind kind, Func<CancellationToken, ValueTask<T?>> compute, CancellationToken cancellationToken)
    {
        CacheEntry<T>? computed = null;
        var getting = GetOrSetAsync(
            key, kind, async (context, token) => computed = await ComputeAsync(context, kind, compute, token).ConfigureAwait(false));
        var entry = getting.IsCompletedSuccessfully ? getting.Result
            : await getting.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        if (entry is null) return default;
        var result = GetResult(entry, kind, computed);
        // FusionCache refreshes values in memory ahead of time. A value from Redis near its expiry may not be read again before it expires.
        if (result == CacheResult.HitRedis && IsNearExpiry(entry, kind))
            _ = Task.Run(() => RefreshAsync(key, kind, compute), CancellationToken.None);
        return CreateCached(entry, result, key);
    }

    private ValueTask<CacheEntry<T>?> GetOrSetAsync(
        string key, CacheKind kind,
        Func<FusionCacheFactoryExecutionContext<CacheEntry<T>?>, CancellationToken, Task<CacheEntry<T>?>> factory) =>
        // A key without a company may be on another node of a cluster than its lock.
        _locker is null || CacheKey.GetCompany(key) is null || IsInMemory(key)
            ? _fusion.GetOrSetAsync<CacheEntry<T>?>(key, factory, CreateOptions(kind), token: CancellationToken.None)
            : GetOrLockAsync(_locker, key, kind, factory);

    /// <summary>If Redis does not have the value, the first read also acquires the lock.</summary>
    private async ValueTask<CacheEntry<T>?> GetOrLockAsync(
        RedisLocker locker, string key, CacheKind kind,
        Func<FusionCacheFactoryExecutionContext<CacheEntry<T>?>, CancellationToken, Task<CacheEntry<T>?>> factory)
    {
        locker.Expect(key);
        try
        {
            return await _fusion.GetOrSetAsync<CacheEntry<T>?>(
                key, factory, CreateOptions(kind), token: CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            locker.ReleaseUnused(key);
        }
    }

    /// <summary>
    /// Finds a value in memory or Redis without computing anything. It may be as old as <see cref="CacheOptions.DegradedStaleFor"/>.
    /// </summary>
    /// <returns>The value; null if no tier has it.</returns>
    public async ValueTask<Cached<T>> FindAsync(string key, CacheKind kind, CancellationToken cancellationToken)
    {
        var found = await _fusion.TryGetAsync<CacheEntry<T>?>(
            key, CreateOptions(kind).SetAllowStaleOnReadOnly(), token: cancellationToken).ConfigureAwait(false);
        return found is { HasValue: true, Value: { } entry } && GetAge(entry) < _options.DegradedStaleFor
            ? CreateCached(entry, GetResult(entry, kind, computed: null), key)
            : default;
    }

    /// <summary>Whether this process has a value in memory, current or not.</summary>
    public bool IsInMemory(string key) => _memory.Contains(key);

    /// <summary>Marks a value as used when a caller still has it, so that it is not evicted as unused.</summary>
    public void Touch(string key) => _memory.TryGetValue(key, out _);

    /// <summary>Removes all values of the companies from this process's memory. Redis keeps them.</summary>
    public void Release(IReadOnlySet<Cik> companies) => _memory.Release(companies);

    /// <summary>Removes a value in all processes.</summary>
    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken) => _fusion.RemoveAsync(key, token: cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        _fusion.Dispose();
        _memory.Dispose();
    }

    private Cached<T> CreateCached(CacheEntry<T> entry, CacheResult result, string key) =>
        new(entry.Value, result, entry.ComputedAt, entry.InMemorySince + _options.MemoryDuration * _options.RefreshAhead, key);

    private async Task RefreshAsync(string key, CacheKind kind, Func<CancellationToken, ValueTask<T?>> compute)
    {
        try
        {
            await _fusion.GetOrSetAsync<CacheEntry<T>?>(
                key, (context, token) => ComputeAsync(context, kind, compute, token),
                CreateOptions(kind).SetSkipMemoryCacheRead().SetSkipDistributedCacheRead(true),
                token: CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The current value stays valid until it expires; the next caller then sees the error.
            LogRefreshError(error);
        }
    }

    private async Task<CacheEntry<T>?> ComputeAsync(
        FusionCacheFactoryExecutionContext<CacheEntry<T>?> context, CacheKind kind, Func<CancellationToken, ValueTask<T?>> compute,
        CancellationToken cancellationToken)
    {
        var existing = context.HasStaleValue ? context.StaleValue.Value : null;
        // Only its lifetime in memory has passed. The key contains the data version, so the content is still correct.
        if (existing is { RefreshFailed: false } && !IsNearExpiry(existing, kind))
        {
            context.Options.SetSkipDistributedCacheWrite(true, true);
            existing.InMemorySince = _time.GetUtcNow();
            return context.NotModified();
        }

        // The first value of a key needs no notification: no process has another one.
        context.Options.SetSkipBackplaneNotifications(existing is null);
        // It may never be requested again. A value from Redis has been before, so it has the normal priority.
        if (existing is null) context.Options.SetPriority(CacheItemPriority.Low);
        // FusionCache measures the age of stale values from their arrival in this process's memory.
        context.Options.IsFailSafeEnabled = existing is null || GetAge(existing) < _options.StaleFor;
        try
        {
            var value = await compute(cancellationToken).ConfigureAwait(false);
            var size = value is null ? 0 : _codec.GetSize(value);
            if (value is null || size > _options.MaxEntryBytes)
                context.Options.SetSkipMemoryCacheWrite(true).SetSkipDistributedCacheWrite(true, true);
            context.Options.SetSize(size).IsFailSafeEnabled = true;
            var now = _time.GetUtcNow();
            return value is null ? null : new CacheEntry<T>(value, now, now, fromRedis: false);
        }
        catch (Exception error) when (existing is not null)
        {
            existing.RefreshFailed = true;
            LogRefreshError(error);
            throw;
        }
    }

    /// <summary>Logs errors that callers do not see. Usually many values fail at once, so one log entry per interval is enough.</summary>
    private void LogRefreshError(Exception error)
    {
        var (now, until) = (_time.GetUtcNow().UtcTicks, Volatile.Read(ref _nextLogAt));
        if (now >= until && Interlocked.CompareExchange(ref _nextLogAt, now + LogInterval.Ticks, until) == until) LogNotRefreshed(error);
    }

    private TimeSpan GetAge(CacheEntry<T> entry) => _time.GetUtcNow() - entry.ComputedAt;

    private bool IsNearExpiry(CacheEntry<T> entry, CacheKind kind) => GetAge(entry) >= kind.Duration * _options.RefreshAhead;

    private CacheResult GetResult(CacheEntry<T> entry, CacheKind kind, CacheEntry<T>? computed) =>
        entry.RefreshFailed || GetAge(entry) >= kind.Duration ? CacheResult.Stale
        : ReferenceEquals(entry, computed) && entry.InMemorySince == entry.ComputedAt ? CacheResult.Miss
        : entry.TakeFirstUse() ? CacheResult.HitRedis
        : CacheResult.HitMemory;

    /// <summary>Creates the cache options for values of a kind.</summary>
    internal FusionCacheEntryOptions CreateOptions(CacheKind kind) => new(kind.Duration)
    {
        Size = 1024,
        MemoryCacheDuration = _options.MemoryDuration,
        DistributedCacheDuration = kind.Duration,
        EagerRefreshThreshold = (float)_options.RefreshAhead,
        JitterMaxDuration = TimeSpan.FromSeconds(5),
        IsFailSafeEnabled = true,
        FailSafeMaxDuration = _options.KeepFor,
        DistributedCacheFailSafeMaxDuration = _options.KeepFor,
        FailSafeThrottleDuration = StaleRetryInterval,
        FactorySoftTimeout = _options.SoftTimeout,
        FactoryHardTimeout = _options.HardTimeout,
        DistributedCacheSoftTimeout = _options.RedisTimeout / 4,
        // RedisCacheStore has the shorter timeout.
        DistributedCacheHardTimeout = 2 * _options.RedisTimeout,
        DistributedLockTimeout = GetLockTimeout(_options),
        AllowBackgroundDistributedCacheOperations = true,
        AllowBackgroundBackplaneOperations = true,
        ReThrowSerializationExceptions = false,
    };

    /// <summary>
    /// How long a process waits for another one's result. Nearly all computations take less; if the other process ended, this one loses the
    /// time.
    /// </summary>
    private static TimeSpan GetLockTimeout(CacheOptions options)
    {
        var (redis, compute) = (3 * options.RedisTimeout, options.HardTimeout / 2);
        return redis < compute ? redis : compute;
    }

    [LoggerMessage(LogLevel.Warning, "Cannot refresh a cached value; serving the current one until it expires")]
    private partial void LogNotRefreshed(Exception error);
}
