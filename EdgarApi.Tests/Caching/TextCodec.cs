using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace EdgarApi.Tests.Caching;

/// <summary>The smallest cacheable thing.</summary>
internal sealed class TextCodec : ICacheCodec<string>
{
    public byte Layout { get; init; } = 1;

    public long GetSize(string value) => 2 * value.Length;

    public void Write(BinaryWriter output, string value) => output.Write(value);

    public string Read(BinaryReader input) => input.ReadString();
}

/// <summary>A process as far as its cache goes: its own memory and its own connections to the Redis that all share.</summary>
internal sealed class CachingProcess : IAsyncDisposable
{
    private readonly LoggerFactory loggers = new();

    public CachingProcess(string? redis, string space, Action<CacheOptions>? configure = null)
    {
        var options = new CacheOptions { Namespace = space };
        configure?.Invoke(options);
        loggers.AddProvider(new FakeLoggerProvider(Log));
        Redis = redis is null ? null : RedisPools.Open(redis);
        Cache = new TieredCache<string>("texts", new TextCodec(), Options.Create(options), Redis, TimeProvider.System, loggers);
    }

    public RedisPool? Redis { get; }

    public TieredCache<string> Cache { get; }

    public FakeLogCollector Log { get; } = new();

    /// <summary>Gets a text, and waits until Redis has it if it had to be computed.</summary>
    public async Task<Cached<string>> GetAndStoreAsync(string key, string value)
    {
        var stored = new TaskCompletionSource();
        Cache.Fusion.Events.Distributed.Set += (_, set) => { if (set.Key == key) stored.TrySetResult(); };
        var got = await GetAsync(key, _ => ValueTask.FromResult<string?>(value));
        await stored.Task.InTimeAsync();
        return got;
    }

    /// <summary>Waits until nobody holds the right to compute it.</summary>
    public async Task ReleasedAsync(string key)
    {
        await Waiting.UntilAsync(async () => !await Redis!.First.GetDatabase().KeyExistsAsync(key + ":lock"));
    }

    public Task<Cached<string>> GetAsync(string key, string value) => GetAsync(key, _ => ValueTask.FromResult<string?>(value));

    public Task<Cached<string>> GetAsync(string key, Func<CancellationToken, ValueTask<string?>> compute) =>
        Cache.GetAsync(key, CacheKind.Overview, compute, TestContext.Current.CancellationToken).AsTask();

    public async ValueTask DisposeAsync()
    {
        Cache.Dispose();
        loggers.Dispose();
        if (Redis is not null) await Redis.DisposeAsync();
    }
}
