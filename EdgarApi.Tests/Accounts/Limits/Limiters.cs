using System.Diagnostics.Metrics;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Limits;
using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EdgarApi.Tests.Accounts.Limits;

/// <summary>Limiters that share one Redis but have separate connections, as processes do.</summary>
internal sealed class Limiters(string redis, TimeProvider? time = null, TimeSpan? redisTimeout = null) : IAsyncDisposable
{
    private readonly List<RedisPool> _pools = [];
    private readonly List<LimitMetrics> _metrics = [];
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CacheOptions _options = new()
    {
        Namespace = Guid.NewGuid().ToString("N"), RedisTimeout = redisTimeout ?? TimeSpan.FromSeconds(10),
    };

    public RequestLimiter Start()
    {
        var pool = RedisPools.Open(redis, _options);
        _pools.Add(pool);
        var metrics = new LimitMetrics(_services.GetRequiredService<IMeterFactory>(), new TierCatalog());
        _metrics.Add(metrics);
        return new RequestLimiter(RedisPools.CreateGateway(pool, time, _options), Options.Create(_options), time
            ?? TimeProvider.System, metrics, NullLogger<RequestLimiter>.Instance);
    }

    /// <summary>Number of leases that all limiters together took from Redis.</summary>
    public long Leases => _metrics.Sum(metrics => metrics.Leases);

    public string GetKey(Caller caller) => $"e:{_options.Namespace}:quota:{{{caller.Bucket}}}";

    public RedisPool Pool => _pools[0];

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools) await pool.DisposeAsync();
        await _services.DisposeAsync();
    }

    public static Caller CreateCaller(int? perMinute = null, int? perDay = null, int? burst = null, int? concurrent = null) =>
        new(
            Guid.NewGuid().ToString("N"),
            new Tier("some", 0, perMinute, perDay, burst, concurrent, Periods: null, FactsPerPage: null, []),
            KeyScope.Read);
}
