using System.Diagnostics;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Limits;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace EdgarApi.Tests.Accounts.Limits;

public sealed class RequestLimiterTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<Limiters> LimitersAsync(TimeProvider? time = null) => new((await servers.RedisAsync()).ConnectionString, time);

    [Theory]
    [InlineData(60, 20)]
    [InlineData(600, 100)]
    [InlineData(6000, 1000)]
    public async Task Four_processes_together_never_exceed_the_burst_and_the_rate(int perMinute, int burst)
    {
        await using var limiters = await LimitersAsync();
        var (caller, started) = (Limiters.CreateCaller(perMinute, burst: burst), Stopwatch.GetTimestamp());

        var allowed = await HammerAsync(limiters, caller, requests: burst * 2);

        var elapsed = Stopwatch.GetElapsedTime(started);
        Assert.InRange(allowed, burst / 2, burst + (int)(elapsed.TotalMinutes * perMinute));
    }

    [Fact]
    public async Task Four_processes_together_allow_exactly_the_daily_quota()
    {
        await using var limiters = await LimitersAsync();
        // The last lease of a process may expire unspent.
        Assert.InRange(await HammerAsync(limiters, Limiters.CreateCaller(perDay: 500), requests: 1000), 480, 500);
    }

    [Fact]
    public async Task A_busy_caller_uses_leases_of_at_most_a_hundredth_of_its_quota()
    {
        await using var limiters = await LimitersAsync();
        var (limiter, caller) = (limiters.Start(), Limiters.CreateCaller(60_000, burst: 10_000));

        for (var i = 0; i < 5_000; i++) Assert.True((await limiter.SpendAsync(caller)).IsAllowed);

        // 5,000 requests need 9 leases of 600. Growing to that size takes 10 more, and a request during a lease gets its own.
        Assert.InRange(limiters.Leases, 9, 100);
    }

    [Fact]
    public async Task A_leased_request_is_allowed_synchronously_without_allocations()
    {
        var time = new FakeTimeProvider();
        await using var limiters = await LimitersAsync(time);
        var (limiter, caller) = (limiters.Start(), Limiters.CreateCaller(60_000, burst: 10_000));
        for (var i = 0; i < 400; i++) await limiter.SpendAsync(caller);

        var spends = Enumerable.Range(0, 20).Select(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var spent = limiter.SpendAsync(caller);
            return (spent.IsCompletedSuccessfully, Allocated: GC.GetAllocatedBytesForCurrentThread() - before);
        }).ToArray();

        Assert.Contains((true, 0L), spends);
    }

    [Fact]
    public async Task A_lease_expires_after_a_second_and_its_unspent_part_is_returned()
    {
        var time = new FakeTimeProvider();
        await using var limiters = await LimitersAsync(time);
        var (limiter, caller) = (limiters.Start(), Limiters.CreateCaller(perDay: 10_000));
        var spent = 0;
        for (; spent < 40; spent++) await limiter.SpendAsync(caller);
        Assert.True(await UsedAsync(limiters, caller) > spent);

        time.Advance(LimitPlan.LeaseLifetime);
        for (var i = 0; i < 2; i++, spent++)
        {
            await limiter.SpendAsync(caller);
            time.Advance(LimitPlan.LeaseLifetime);
        }
        await limiter.SpendAsync(caller);

        // Nothing is left of the last lease, which covers one second of requests.
        Assert.Equal(spent + 1, await UsedAsync(limiters, caller));
    }

    [Fact]
    public async Task A_rejected_caller_is_rejected_without_Redis_until_it_may_retry()
    {
        var time = new FakeTimeProvider();
        await using var limiters = await LimitersAsync(time);
        var (limiter, caller) = (limiters.Start(), Limiters.CreateCaller(perDay: 3));
        for (var i = 0; i < 3; i++) Assert.True((await limiter.SpendAsync(caller)).IsAllowed);
        Assert.False((await limiter.SpendAsync(caller)).IsAllowed);
        var leases = limiters.Leases;

        for (var i = 0; i < 100; i++)
        {
            var refused = limiter.SpendAsync(caller);
            Assert.True(refused.IsCompletedSuccessfully);
            Assert.Equal(Limit.Day, (await refused).Hit);
        }

        Assert.Equal(leases, limiters.Leases);
    }

    [Fact]
    public async Task The_status_has_the_remaining_amount_of_each_quota()
    {
        await using var limiters = await LimitersAsync();
        var decision = await limiters.Start().SpendAsync(Limiters.CreateCaller(60, 5000, 20));
        Assert.Equal("\"minute\";q=60;w=60, \"day\";q=5000;w=86400", decision.Plan!.Policy);
        Assert.Matches("^\"minute\";r=19;t=1, \"day\";r=4999;t=[0-9]+$", decision.RateLimit);
    }

    [Fact]
    public async Task A_caller_without_limits_is_not_counted()
    {
        await using var limiters = await LimitersAsync();
        var (limiter, caller) = (limiters.Start(), Limiters.CreateCaller());

        Assert.Equal(LimitDecision.Unlimited, await limiter.SpendAsync(caller));
        Assert.NotNull(await limiter.EnterAsync(caller));
        Assert.False(await limiters.Pool.First.GetDatabase().KeyExistsAsync(limiters.GetKey(caller)));
    }

    [Fact]
    public async Task A_tier_change_applies_from_the_next_request()
    {
        await using var limiters = await LimitersAsync();
        var (limiter, caller) = (limiters.Start(), Limiters.CreateCaller(perDay: 2));
        for (var i = 0; i < 2; i++) await limiter.SpendAsync(caller);
        Assert.False((await limiter.SpendAsync(caller)).IsAllowed);

        var raised = caller with { Tier = caller.Tier with { RequestsPerDay = 4 } };

        Assert.True((await limiter.SpendAsync(raised)).IsAllowed);
        Assert.True((await limiter.SpendAsync(raised)).IsAllowed);
        Assert.False((await limiter.SpendAsync(raised)).IsAllowed);
    }

    [Fact]
    public async Task Without_Redis_a_single_process_enforces_the_tiers_quota()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
        await using var unavailable = new Limiters(
            $"127.0.0.1:{new RedisServer().Port},connectRetry=0,connectTimeout=1000", time, TimeSpan.FromSeconds(1));
        var (limiter, caller) = (unavailable.Start(), Limiters.CreateCaller(60, perDay: 8, burst: 5, concurrent: 1));

        Assert.Equal([true, true, true, true, true, false], await SpendAsync(limiter, caller, 6));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([true, true, false], await SpendAsync(limiter, caller, 3));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([true, false], await SpendAsync(limiter, caller, 2));
        Assert.Equal(Limit.Day, (await limiter.SpendAsync(caller)).Hit);
        time.Advance(TimeSpan.FromHours(12));
        Assert.Equal([true], await SpendAsync(limiter, caller, 1));

        await using (await limiter.EnterAsync(caller)) Assert.Null(await limiter.EnterAsync(caller));
        Assert.NotNull(await limiter.EnterAsync(caller));
    }

    [Fact]
    public async Task Without_Redis_each_process_counts_locally_until_it_is_available()
    {
        await using var own = new RedisServer();
        await own.StartAsync();
        await using var limiters = new Limiters($"{own.ConnectionString},connectTimeout=1000", redisTimeout: TimeSpan.FromSeconds(1));
        var (limiter, caller) = (limiters.Start(), Limiters.CreateCaller(perDay: 60));
        await limiter.SpendAsync(caller);
        Assert.Equal(1, await UsedAsync(limiters, caller));

        await own.StopAsync();
        // It continues from the quota that Redis granted: 59 are left.
        Assert.Equal(59, (await SpendAsync(limiter, caller, 70)).Count(allowed => allowed));

        var (back, other) = (new TaskCompletionSource(), Limiters.CreateCaller(perDay: 1_000_000));
        limiters.Pool.First.ConnectionRestored += (_, restored) =>
        {
            if (restored.ConnectionType == ConnectionType.Interactive) back.TrySetResult();
        };
        await own.StartAsync();
        await back.Task.InTimeAsync();
        await Waiting.UntilAsync(
            async () =>
            {
                Assert.True((await limiter.SpendAsync(other)).IsAllowed);
                return await UsedAsync(limiters, other) > 0;
            }, what: "a quota that Redis counts again");
    }

    [Fact]
    public async Task Concurrent_requests_are_counted_across_all_processes()
    {
        await using var limiters = await LimitersAsync();
        var (one, two, caller) = (limiters.Start(), limiters.Start(), Limiters.CreateCaller(concurrent: 3));
        var slots = new[] { await one.EnterAsync(caller), await one.EnterAsync(caller), await two.EnterAsync(caller) };
        Assert.NotEmptyAndAll(slots, Assert.NotNull);
        Assert.Null(await one.EnterAsync(caller));
        Assert.Null(await two.EnterAsync(caller));

        await slots[0]!.DisposeAsync();

        Assert.NotNull(await one.EnterAsync(caller));
        Assert.Null(await two.EnterAsync(caller));
    }

    [Fact]
    public void A_table_of_recent_items_is_bounded_and_keeps_used_ones()
    {
        var table = new RecentlyUsedCache<int, string>(1000);
        table.Add(-1, "used");
        for (var i = 0; i < 10_000; i++)
        {
            Assert.Equal("used", table.Find(-1));
            table.Add(i, "once");
        }

        Assert.InRange(table.Count, 500, 1000);
        Assert.Null(table.Find(0));
        Assert.Equal("once", table.Find(9_999));
    }

    private static async Task<int> HammerAsync(Limiters limiters, Caller caller, int requests)
    {
        var decisions = await Task.WhenAll(
            Enumerable.Range(0, 4)
                .Select(_ => limiters.Start())
                .ToArray()
                .SelectMany(limiter => Enumerable.Range(0, 8).Select(_ => Task.Run(() => SpendAsync(limiter, caller, requests / 8)))));
        return decisions.Sum(decided => decided.Count(allowed => allowed));
    }

    private static async Task<List<bool>> SpendAsync(RequestLimiter limiter, Caller caller, int requests)
    {
        var decisions = new List<bool>();
        for (var i = 0; i < requests; i++) decisions.Add((await limiter.SpendAsync(caller)).IsAllowed);
        return decisions;
    }

    private static async Task<int> UsedAsync(Limiters limiters, Caller caller) =>
        (int)await limiters.Pool.First.GetDatabase().HashGetAsync(limiters.GetKey(caller), "used");
}
