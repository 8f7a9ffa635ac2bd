using EdgarApi.Caching;
using EdgarApi.Caching.Facts;
using EdgarApi.Caching.Redis;
using EdgarApi.Caching.RequestBudget;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Live;
using EdgarApi.Tests.Accounts.Limits;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Tests.Caching;

/// <summary>All uses of Redis, on a cluster of three nodes.</summary>
public sealed class RedisClusterTests(RedisCluster cluster) : IClassFixture<RedisCluster>
{
    /// <summary>Companies with keys on three different nodes.</summary>
    private static readonly Cik[] Companies = [new(320193), new(1045810), new(354950)];

    private readonly string _space = $"t{Guid.NewGuid():N}"[..20];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pool_finds_every_node_from_the_address_of_one()
    {
        await using var pool = RedisPools.Open(cluster.ConnectionString);
        for (var i = 0; i < 60; i++) await pool.Next().GetDatabase().StringSetAsync($"e:{_space}:ts:{i}", i);
        for (var i = 0; i < 60; i++) Assert.Equal(i, await pool.Next().GetDatabase().StringGetAsync($"e:{_space}:ts:{i}"));

        Assert.Equal(3, pool.First.GetServers().Length);
        foreach (var node in pool.First.GetServers()) Assert.InRange(GetKeys(node, $"e:{_space}:ts:*").Count(), 1, 59);
    }

    [Fact]
    public async Task Limits_are_counted_on_the_callers_node()
    {
        await using var limiters = new Limiters(cluster.ConnectionString);
        var (one, other) = (limiters.Start(), limiters.Start());
        for (var i = 0; i < 12; i++)
        {
            var caller = Limiters.CreateCaller(perMinute: 1, burst: 2, concurrent: 1);
            foreach (var (limiter, allowed) in new[] { (one, true), (other, true), (one, false) })
                Assert.Equal(allowed, (await limiter.SpendAsync(caller)).IsAllowed);
            await using (await one.EnterAsync(caller))
                Assert.Null(await other.EnterAsync(caller));
        }
    }

    [Fact]
    public async Task All_entries_of_a_company_are_on_one_node_and_companies_are_distributed()
    {
        await using var pool = RedisPools.Open(cluster.ConnectionString);
        var database = pool.First.GetDatabase();
        CacheKind[] kinds = [CacheKind.Facts, CacheKind.Statement, CacheKind.TimeSeries, CacheKind.Overview, CacheKind.Query];
        foreach (var company in Companies)
            foreach (var kind in kinds)
            {
                var key = CacheKey.Create(_space, kind, company, company.Value % 7, $"{kind.Prefix}9f");
                await database.StringSetAsync(key, "x");
                await database.StringSetAsync(key + ":lock", "x");
            }

        var nodes = Companies.Select(company => Assert.Single(
            pool.First.GetServers(), node => GetKeys(node, $"e:{_space}:*{{{company}}}*").Count() == 2 * kinds.Length)).ToArray();
        Assert.Equal(3, nodes.Distinct().Count());
    }

    [Fact]
    public async Task Responses_are_shared_computed_once_and_removed_everywhere()
    {
        await using var one = new CachingProcess(cluster.ConnectionString, _space);
        await using var other = new CachingProcess(cluster.ConnectionString, _space);
        await one.SubscribedAsync(2);
        var keys = Companies.Select(company => CacheKey.Create(_space, CacheKind.Overview, company, 1, "abc"));
        // These and their locks are on different nodes.
        var shared = Enumerable.Range(0, 4).Select(i => CacheKey.Create(_space, CacheKind.Query, $"abc{i}"));
        foreach (var key in keys.Concat(shared))
        {
            var computation = new BlockedComputation();
            var first = one.GetAsync(key, computation.RunAsync);
            await computation.StartedAsync();
            var waiting = other.GetAsync(key, computation.RunAsync);
            computation.Release();
            Assert.Equal((CacheResult.Miss, CacheResult.HitRedis, 1), ((await first).Result, (await waiting).Result, computation.Count));

            var removal = new TaskCompletionSource();
            other.Cache.Fusion.Events.Memory.Remove += (_, removed) => { if (removed.Key == key) removal.TrySetResult(); };
            await one.Cache.RemoveAsync(key, Token);
            await removal.Task.InTimeAsync();
            var anew = await other.GetAsync(key, "new");
            Assert.Equal((CacheResult.Miss, "new"), (anew.Result, anew.Value));
        }
    }

    [Fact]
    public async Task Facts_snapshots_are_written_and_read()
    {
        await using var pool = RedisPools.Open(cluster.ConnectionString);
        var tier = new SnapshotTier(
            RedisPools.CreateGateway(pool), RedisPools.CreateSigner(), Options.Create(new CacheOptions { Namespace = _space }),
            Options.Create(new FactsOptions()));
        foreach (var company in Companies)
        {
            await tier.WriteAsync(company, 3, "00ff", [1, 2, (byte)(company.Value % 100)], Token);
            Assert.Equal([1, 2, (byte)(company.Value % 100)], await tier.ReadAsync(company, 3, "00ff", Token));
        }
    }

    [Fact]
    public async Task SEC_requests_per_second_are_counted_in_one_slot()
    {
        await using var pool = RedisPools.Open(cluster.ConnectionString);
        var redis = pool.First;
        var budget = new SharedRequestBudget(RedisPools.CreateGateway(pool), Options.Create(new SecOptions()), TimeProvider.System,
            NullLogger<SharedRequestBudget>.Instance);
        for (var i = 0; i < 3; i++) await budget.WaitAsync(Token);
        await budget.PauseAsync(TimeSpan.FromMilliseconds(1), Token);

        Assert.Equal(3, await redis.GetDatabase().ListLengthAsync(SharedRequestBudget.ReservationsKey));
        Assert.Equal(redis.GetHashSlot(SharedRequestBudget.ReservationsKey), redis.GetHashSlot(SharedRequestBudget.PauseKey));
    }

    private static IEnumerable<RedisKey> GetKeys(IServer node, string pattern) => node.Keys(pattern: pattern, pageSize: 1000);
}
