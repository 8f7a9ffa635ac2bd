using EdgarApi.Caching;
using EdgarApi.Caching.Facts;
using EdgarApi.Caching.Redis;
using EdgarApi.Caching.RequestBudget;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Live;
using EdgarApi.Tests.Limits;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Tests.Caching;

/// <summary>What the programs do with Redis, on a cluster of three nodes.</summary>
public sealed class RedisClusterTests(RedisCluster cluster) : IClassFixture<RedisCluster>
{
    /// <summary>Companies whose keys are on three different nodes.</summary>
    private static readonly Cik[] Companies = [new(320193), new(1045810), new(354950)];

    private readonly string space = $"t{Guid.NewGuid():N}"[..20];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pool_finds_every_node_by_the_address_of_one()
    {
        await using var pool = RedisPools.Open(cluster.ConnectionString);
        for (var i = 0; i < 60; i++) await pool.Next().GetDatabase().StringSetAsync($"e:{space}:ts:{i}", i);
        for (var i = 0; i < 60; i++) Assert.Equal(i, await pool.Next().GetDatabase().StringGetAsync($"e:{space}:ts:{i}"));

        Assert.Equal(3, pool.First.GetServers().Length);
        foreach (var node in pool.First.GetServers()) Assert.InRange(KeysOn(node, $"e:{space}:ts:*").Count(), 1, 59);
    }

    [Fact]
    public async Task Limits_are_counted_on_whichever_node_the_caller_is()
    {
        await using var limiters = new Limiters(cluster.ConnectionString);
        var (one, other) = (limiters.Start(), limiters.Start());
        for (var i = 0; i < 12; i++)
        {
            var caller = Limiters.CreateCaller(perMinute: 60, burst: 2, concurrent: 1);
            foreach (var (limiter, allowed) in new[] { (one, true), (other, true), (one, false) }) Assert.Equal(allowed, (await limiter.SpendAsync(caller)).IsAllowed);
            await using (await one.EnterAsync(caller)) Assert.Null(await other.EnterAsync(caller));
        }
    }

    [Fact]
    public async Task All_that_is_kept_of_one_company_is_on_one_node_and_companies_are_spread()
    {
        await using var pool = RedisPools.Open(cluster.ConnectionString);
        var database = pool.First.GetDatabase();
        CacheKind[] kinds = [CacheKind.Facts, CacheKind.Statement, CacheKind.TimeSeries, CacheKind.Overview, CacheKind.Query];
        foreach (var company in Companies)
            foreach (var kind in kinds)
                foreach (var lockToo in (string[])["", ":lock"])
                    await database.StringSetAsync(CacheKey.Create(space, kind, company, company.Value % 7, $"{kind.Prefix}9f") + lockToo, "x");

        var nodes = Companies.Select(company => Assert.Single(
            pool.First.GetServers(), node => KeysOn(node, $"e:{space}:*{{{company}}}*").Count() == 2 * kinds.Length)).ToArray();
        Assert.Equal(3, nodes.Distinct().Count());
    }

    [Fact]
    public async Task Answers_are_shared_computed_once_and_removed_everywhere()
    {
        await using var one = new CachingProcess(cluster.ConnectionString, space);
        await using var other = new CachingProcess(cluster.ConnectionString, space);
        foreach (var key in Companies.Select(company => CacheKey.Create(space, CacheKind.Overview, company, 1, "abc")))
        {
            var computation = new HeldComputation();
            var first = one.GetAsync(key, computation.RunAsync);
            await computation.BegunAsync();
            var waiting = other.GetAsync(key, computation.RunAsync);
            computation.Release();
            Assert.Equal((CacheResult.Miss, CacheResult.HitRedis, 1), ((await first).Result, (await waiting).Result, computation.Count));

            var heard = new TaskCompletionSource();
            other.Cache.Fusion.Events.Memory.Remove += (_, removed) => { if (removed.Key == key) heard.TrySetResult(); };
            await one.Cache.RemoveAsync(key, Token);
            await heard.Task.InTimeAsync();
            var anew = await other.GetAsync(key, "new");
            Assert.Equal((CacheResult.Miss, "new"), (anew.Result, anew.Value));
        }
    }

    [Fact]
    public async Task Snapshots_of_facts_are_written_and_read()
    {
        await using var pool = RedisPools.Open(cluster.ConnectionString);
        var tier = new SnapshotTier(RedisPools.CreateGateway(pool), Options.Create(new CacheOptions { Namespace = space }), Options.Create(new FactsOptions()));
        foreach (var company in Companies)
        {
            await tier.WriteAsync(company, 3, "00ff", [1, 2, (byte)(company.Value % 100)], Token);
            Assert.Equal([1, 2, (byte)(company.Value % 100)], await tier.ReadAsync(company, 3, "00ff", Token));
        }
    }

    [Fact]
    public async Task The_SECs_requests_a_second_are_counted_in_one_slot()
    {
        await using var pool = RedisPools.Open(cluster.ConnectionString);
        var redis = pool.First;
        var budget = new SharedRequestBudget(RedisPools.CreateGateway(pool), Options.Create(new SecOptions()), TimeProvider.System, NullLogger<SharedRequestBudget>.Instance);
        for (var i = 0; i < 3; i++) await budget.WaitAsync(Token);
        await budget.PauseAsync(TimeSpan.FromMilliseconds(1), Token);

        Assert.Equal(3, await redis.GetDatabase().ListLengthAsync(SharedRequestBudget.TurnsKey));
        Assert.Equal(redis.GetHashSlot(SharedRequestBudget.TurnsKey), redis.GetHashSlot(SharedRequestBudget.PauseKey));
    }

    private static IEnumerable<RedisKey> KeysOn(IServer node, string pattern) => node.Keys(pattern: pattern, pageSize: 1000);
}
