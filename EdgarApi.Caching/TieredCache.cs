using EdgarApi.Caching.Redis;
using EdgarApi.Financials.Companies;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Backplane.StackExchangeRedis;

namespace EdgarApi.Caching;

/// <summary>
/// Values in this process's memory, else in Redis, else computed: once for all who wait for one, in this process and the others. Old values stand in where
/// a new one cannot be had. Without Redis, or while it is away, memory serves alone.
/// </summary>
public sealed partial class TieredCache<T> : IDisposable where T : class
{
    /// <summary>How long a stale value is good before the next attempt to replace it.</summary>
    private static readonly TimeSpan StalePause = TimeSpan.FromSeconds(30);

    /// <summary>How long after one renewal that failed no other is told.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly MemoryCache memory;
    private readonly FusionCache fusion;
    private readonly ICacheCodec<T> codec;
    private readonly CacheOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private long quietUntil;

    /// <summary>Creates the cache.</summary>
    /// <param name="name">Tells its news and its metrics from those of other caches.</param>
    /// <param name="codec">Of the values.</param>
    /// <param name="options">The tiers.</param>
    /// <param name="redis">Null for memory alone.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Hear when a tier fails, and when a value cannot be renewed.</param>
    public TieredCache(string name, ICacheCodec<T> codec, IOptions<CacheOptions> options, RedisPool? redis, TimeProvider time, ILoggerFactory loggers)
    {
        (this.codec, this.options, this.time, logger) = (codec, options.Value, time, loggers.CreateLogger<TieredCache<T>>());
        memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = (long)this.options.MemoryMegabytes << 20, TrackStatistics = true });
        fusion = new FusionCache(
            new FusionCacheOptions
            {
                CacheName = name,
                BackplaneChannelPrefix = $"e:{this.options.Namespace}:{name}",
                // Our keys say all there is to say, and a read asks for nothing but its key.
                DistributedCacheKeyModifierMode = CacheKeyModifierMode.None,
                MissingCacheKeyPrefixWarningLogLevel = LogLevel.None,
                DisableTagging = true,
                WaitForInitialBackplaneSubscribe = false,
                DistributedCacheCircuitBreakerDuration = TimeSpan.FromSeconds(2),
                BackplaneCircuitBreakerDuration = TimeSpan.FromSeconds(2),
                FactoryErrorsLogLevel = LogLevel.Debug,
                DistributedCacheErrorsLogLevel = LogLevel.Debug,
                BackplaneErrorsLogLevel = LogLevel.Debug,
                DistributedLockerErrorsLogLevel = LogLevel.Debug,
                FailSafeActivationLogLevel = LogLevel.Debug,
            },
            memory, loggers.CreateLogger<FusionCache>());
        if (redis is null) return;
        fusion.SetupDistributedCache(new RedisCacheStore(redis, time), new CacheEntrySerializer<T>(codec, time));
        fusion.SetupDistributedLocker(new RedisLocker(redis, time));
        // It disposes the connection that it is given.
        fusion.SetupBackplane(new RedisBackplane(new RedisBackplaneOptions { ConnectionMultiplexerFactory = redis.ConnectAsync }));
    }

    /// <summary>Memory that the values take, in bytes.</summary>
    public long Size => memory.GetCurrentStatistics()?.CurrentEstimatedSize ?? 0;

    /// <summary>The cache underneath, for its events.</summary>
    internal FusionCache Fusion => fusion;

    /// <summary>Finds a value or computes it. The computation belongs to no caller: one who gives up does not end it for the others.</summary>
    /// <param name="key">Of the value (<see cref="CacheKey"/>): it says everything that the value depends on.</param>
    /// <param name="kind">Says how long it is good.</param>
    /// <param name="compute">Computes it; null is not kept.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async ValueTask<Cached<T>> GetAsync(string key, CacheKind kind, Func<CancellationToken, ValueTask<T?>> compute, CancellationToken cancellationToken)
    {
        CacheEntry<T>? computed = null;
        var getting = fusion.GetOrSetAsync<CacheEntry<T>?>(
            key,
            async (context, token) => computed = await ComputeAsync(context, kind, compute, token).ConfigureAwait(false),
            CreateOptions(kind), token: CancellationToken.None);
        var entry = getting.IsCompletedSuccessfully ? getting.Result : await getting.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        if (entry is null) return default;
        var result = GetResult(entry, kind, computed);
        // FusionCache renews ahead what is asked for in memory; what comes from Redis near its end may not be asked for again before it.
        if (result == CacheResult.HitRedis && IsNearItsEnd(entry, kind)) _ = Task.Run(() => RenewAsync(key, kind, compute), CancellationToken.None);
        return new Cached<T>(entry.Value, result, entry.ComputedAt, entry.InMemorySince + options.MemoryDuration * options.RefreshAhead, key);
    }

    /// <summary>Counts as a use of a value by whoever still has it from before, so that it does not pass for one that nobody asks for.</summary>
    public void Touch(string key) => memory.TryGetValue(key, out _);

    /// <summary>Lets go of all values of the companies in this process's memory; what Redis has of them is as good as before.</summary>
    public void Release(IReadOnlySet<Cik> companies)
    {
        foreach (var key in memory.Keys)
            if (key is string text && CacheKey.CompanyIn(text) is { } company && companies.Contains(company)) memory.Remove(key);
    }

    /// <summary>Forgets a value in all processes.</summary>
    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken) => fusion.RemoveAsync(key, token: cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        fusion.Dispose();
        memory.Dispose();
    }

    private async Task RenewAsync(string key, CacheKind kind, Func<CancellationToken, ValueTask<T?>> compute)
    {
        try
        {
            await fusion.GetOrSetAsync<CacheEntry<T>?>(
                key, (context, token) => ComputeAsync(context, kind, compute, token),
                CreateOptions(kind).SetSkipMemoryCacheRead().SetSkipDistributedCacheRead(true), token: CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The value that there is goes on to its end, and whoever asks then meets the failure himself.
            Tell(error);
        }
    }

    private async Task<CacheEntry<T>?> ComputeAsync(
        FusionCacheFactoryExecutionContext<CacheEntry<T>?> context, CacheKind kind, Func<CancellationToken, ValueTask<T?>> compute, CancellationToken cancellationToken)
    {
        var known = context.HasStaleValue ? context.StaleValue.Value : null;
        // Only its time in memory is over; its key says that its content is still right.
        if (known is { RefreshFailed: false } && !IsNearItsEnd(known, kind))
        {
            context.Options.SetSkipDistributedCacheWrite(true, true);
            known.InMemorySince = time.GetUtcNow();
            return context.NotModified();
        }

        // The first value of its key is no news: nobody holds another.
        context.Options.SetSkipBackplaneNotifications(known is null);
        // FusionCache counts the time of stale values from when they came into this process's memory.
        context.Options.IsFailSafeEnabled = known is null || GetAge(known) < options.StaleFor;
        try
        {
            var value = await compute(cancellationToken).ConfigureAwait(false);
            var size = value is null ? 0 : codec.GetSize(value);
            if (value is null || size > options.MaxEntryBytes) context.Options.SetSkipMemoryCacheWrite(true).SetSkipDistributedCacheWrite(true, true);
            context.Options.SetSize(size).IsFailSafeEnabled = true;
            var now = time.GetUtcNow();
            return value is null ? null : new CacheEntry<T>(value, now, now, fromRedis: false);
        }
        catch (Exception error) when (known is not null)
        {
            known.RefreshFailed = true;
            Tell(error);
            throw;
        }
    }

    /// <summary>Of a failure behind a value that goes on nobody else hears. Where one fails many do: one a while tells enough.</summary>
    private void Tell(Exception error)
    {
        var (now, until) = (time.GetUtcNow().UtcTicks, Volatile.Read(ref quietUntil));
        if (now >= until && Interlocked.CompareExchange(ref quietUntil, now + Quiet.Ticks, until) == until) LogNotRenewed(error);
    }

    private TimeSpan GetAge(CacheEntry<T> entry) => time.GetUtcNow() - entry.ComputedAt;

    private bool IsNearItsEnd(CacheEntry<T> entry, CacheKind kind) => GetAge(entry) >= kind.Duration * options.RefreshAhead;

    private CacheResult GetResult(CacheEntry<T> entry, CacheKind kind, CacheEntry<T>? computed) =>
        entry.RefreshFailed || GetAge(entry) >= kind.Duration ? CacheResult.Stale
        : ReferenceEquals(entry, computed) && entry.InMemorySince == entry.ComputedAt ? CacheResult.Miss
        : entry.TakeFirstUse() ? CacheResult.HitRedis
        : CacheResult.HitMemory;

    /// <summary>How an entry of a kind is kept.</summary>
    internal FusionCacheEntryOptions CreateOptions(CacheKind kind) => new(kind.Duration)
    {
        Size = 1024,
        MemoryCacheDuration = options.MemoryDuration,
        DistributedCacheDuration = kind.Duration,
        EagerRefreshThreshold = (float)options.RefreshAhead,
        JitterMaxDuration = TimeSpan.FromSeconds(5),
        IsFailSafeEnabled = true,
        FailSafeMaxDuration = options.StaleFor,
        DistributedCacheFailSafeMaxDuration = options.StaleFor,
        FailSafeThrottleDuration = StalePause,
        FactorySoftTimeout = options.SoftTimeout,
        FactoryHardTimeout = options.HardTimeout,
        DistributedCacheSoftTimeout = options.RedisTimeout / 4,
        DistributedCacheHardTimeout = options.RedisTimeout,
        DistributedLockTimeout = options.HardTimeout / 2,
        AllowBackgroundDistributedCacheOperations = true,
        AllowBackgroundBackplaneOperations = true,
        ReThrowSerializationExceptions = false,
    };

    [LoggerMessage(LogLevel.Warning, "A value could not be renewed; the one that there is stands in as long as it may")]
    private partial void LogNotRenewed(Exception error);
}
