using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Tests.Caching;

/// <summary>A codec for text, the simplest cacheable value.</summary>
internal sealed class TextCodec : ICacheCodec<string>
{
    public byte Layout { get; init; } = 1;

    public long GetSize(string value) => 2 * value.Length;

    public void Write(BinaryWriter output, string value) => output.Write(value);

    public string Read(BinaryReader input) => input.ReadString();
}

/// <summary>The cache of one process, with its own memory and its own connections to the shared Redis.</summary>
internal sealed class CachingProcess : IAsyncDisposable
{
    private readonly LoggerFactory _loggers = new();
    private readonly string _space;

    public CachingProcess(string? redis, string space, Action<CacheOptions>? configure = null, TimeSpan? clientTimeout = null)
    {
        _space = space;
        var options = new CacheOptions { Namespace = space, SigningKey = RedisPools.SigningKey };
        configure?.Invoke(options);
        _loggers.AddProvider(new FakeLoggerProvider(Log));
        Redis = redis is null ? null : RedisPools.Open(redis, options, clientTimeout);
        Gateway = RedisPools.CreateGateway(Redis, options: options);
        Signer = new ValueSigner(Options.Create(options), Gateway, TimeProvider.System, _loggers.CreateLogger<ValueSigner>());
        Cache = new TieredCache<string>(
            "texts", new TextCodec(), Options.Create(options), Gateway, Redis, Signer, TimeProvider.System, _loggers);
    }

    public RedisPool? Redis { get; }

    public RedisGateway Gateway { get; }

    public ValueSigner Signer { get; }

    public TieredCache<string> Cache { get; }

    public FakeLogCollector Log { get; } = new();

    /// <summary>Gets a text. If it was computed, waits until Redis has it.</summary>
    public async Task<Cached<string>> GetAndStoreAsync(string key, string value)
    {
        var stored = new TaskCompletionSource();
        Cache.Fusion.Events.Distributed.Set += (_, set) => { if (set.Key == key) stored.TrySetResult(); };
        var got = await GetAsync(key, _ => ValueTask.FromResult<string?>(value));
        await stored.Task.InTimeAsync();
        return got;
    }

    /// <summary>
    /// Waits until this many processes receive removals. They subscribe in the background and miss a removal that is published earlier.
    /// </summary>
    public Task SubscribedAsync(int processes) => Waiting.UntilAsync(async () =>
    {
        var subscribers = 0L;
        foreach (var node in Redis!.First.GetServers())
        {
            foreach (var channel in await node.SubscriptionChannelsAsync(RedisChannel.Pattern($"e:{_space}:texts*")))
                subscribers += await node.SubscriptionSubscriberCountAsync(channel);
        }
        return subscribers >= processes;
    });

    /// <summary>Awaits a result and returns its parts, for comparison.</summary>
    public static async Task<(CacheResult Result, string? Value)> UnwrapAsync(Task<Cached<string>> getting)
    {
        var cached = await getting;
        return (cached.Result, cached.Value);
    }

    /// <summary>Waits until no process holds the lock for computing it.</summary>
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
        _loggers.Dispose();
        if (Redis is not null) await Redis.DisposeAsync();
    }
}
