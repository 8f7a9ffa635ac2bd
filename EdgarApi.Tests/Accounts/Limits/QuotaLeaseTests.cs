using EdgarApi.Accounts.Limits;
using EdgarApi.Tests.Servers;
using StackExchange.Redis;

namespace EdgarApi.Tests.Accounts.Limits;

/// <summary>Tests the Redis script with chosen times.</summary>
public sealed class QuotaLeaseTests(SharedServers servers)
{
    private const long Second = 1_000_000;
    private const long Day = 86_400 * Second;
    private const long Noon = 20_000 * Day + Day / 2;

    private readonly string _key = Guid.NewGuid().ToString("N");

    private sealed record Quotas(long Interval, int Capacity, int PerDay);

    private async Task<QuotaReply> LeaseAsync(Quotas quotas, long now, int wanted = 1, int back = 0, long backDay = 0)
    {
        using var client = await ConnectionMultiplexer.ConnectAsync((await servers.RedisAsync()).ConnectionString);
        return await LeaseAsync(client, quotas, now, wanted, back, backDay);
    }

    private async Task<QuotaReply> LeaseAsync(
        ConnectionMultiplexer client, Quotas quotas, long now, int wanted = 1, int back = 0, long backDay = 0)
    {
        var reply = await client.GetDatabase().ScriptEvaluateAsync(
            RequestLimiter.LeaseScript, [_key], [wanted, quotas.Interval, quotas.Capacity, quotas.PerDay, back, backDay, now]);
        return QuotaReply.From((long[])reply!);
    }

    [Fact]
    public async Task The_burst_is_granted_immediately_and_then_one_request_per_interval()
    {
        var quotas = new Quotas(Second, Capacity: 3, PerDay: 0);
        for (var left = 2; left >= 0; left--)
            Assert.Equal(
                (1, left),
                ((int, int))((await LeaseAsync(quotas, Noon)) is var reply ? (reply.Granted, (int)reply.MinuteLeft) : default));

        Assert.Equal((0, Second / 4, Limit.Minute), await RefusalAsync(quotas, Noon + Second * 3 / 4));
        Assert.Equal(1, (await LeaseAsync(quotas, Noon + Second)).Granted);
        Assert.Equal((0, Second, Limit.Minute), await RefusalAsync(quotas, Noon + Second));
    }

    [Fact]
    public async Task No_interval_exceeds_the_burst_plus_the_rate_in_any_pattern()
    {
        using var client = await ConnectionMultiplexer.ConnectAsync((await servers.RedisAsync()).ConnectionString);
        var (quotas, random, now, grants) = (new Quotas(Second, Capacity: 20, PerDay: 0), new Random(7), Noon, new List<long>());
        for (var i = 0; i < 600; i++)
        {
            now += random.Next(8) == 0 ? random.Next(20_000_000) : random.Next(200_000);
            var reply = await LeaseAsync(client, quotas, now, wanted: 1 + random.Next(4));
            grants.AddRange(Enumerable.Repeat(now, reply.Granted));
        }

        Assert.True(grants.Count > 100);
        for (var first = 0; first < grants.Count; first++)
            for (var last = first; last < grants.Count; last++)
                Assert.True(last - first + 1 <= 20 + (grants[last] - grants[first]) / Second);
    }

    [Fact]
    public async Task The_daily_count_restarts_at_midnight_UTC()
    {
        var quotas = new Quotas(0, Capacity: 1, PerDay: 10);
        Assert.Equal(
            (10, 0L, Day / 2),
            (await LeaseAsync(quotas, Noon, wanted: 50)) is var all ? (all.Granted, all.DayLeft, all.DayEnd) : default);

        Assert.Equal((0, Second, Limit.Day), await RefusalAsync(quotas, Noon + Day / 2 - Second));
        Assert.Equal((1, 9L), (await LeaseAsync(quotas, Noon + Day / 2)) is var next ? (next.Granted, next.DayLeft) : default);
    }

    [Fact]
    public async Task When_both_quotas_are_exhausted_the_wait_is_for_the_day()
    {
        var quotas = new Quotas(Second, Capacity: 2, PerDay: 2);
        await LeaseAsync(quotas, Noon, wanted: 2);
        Assert.Equal((0, Day / 2, Limit.Day), await RefusalAsync(quotas, Noon));
    }

    [Fact]
    public async Task A_lease_is_limited_by_the_remaining_quota()
    {
        var quotas = new Quotas(Second, Capacity: 5, PerDay: 100);
        Assert.Equal(5, (await LeaseAsync(quotas, Noon, wanted: 6)).Granted);
        Assert.Equal(0, (await LeaseAsync(quotas, Noon, wanted: 6)).Granted);
    }

    [Fact]
    public async Task A_returned_lease_can_be_taken_again_on_the_same_day_only()
    {
        var quotas = new Quotas(Second, Capacity: 10, PerDay: 10);
        var taken = await LeaseAsync(quotas, Noon, wanted: 10);
        Assert.Equal(
            (4, 0L),
            (await LeaseAsync(quotas, Noon, wanted: 6, back: 4, backDay: taken.Day)) is var again
                ? (again.Granted, again.DayLeft)
                : default);

        var nextDay = await LeaseAsync(quotas, Noon + Day, wanted: 3);
        Assert.Equal(6, (await LeaseAsync(quotas, Noon + Day, back: 2, backDay: taken.Day)).DayLeft);
        Assert.Equal(7, (await LeaseAsync(quotas, Noon + Day, back: 2, backDay: nextDay.Day)).DayLeft);
    }

    [Fact]
    public async Task After_a_change_to_a_lower_tier_the_remaining_quota_is_zero_not_negative()
    {
        await LeaseAsync(new Quotas(Second, Capacity: 10, PerDay: 10), Noon, wanted: 10);
        var reply = await LeaseAsync(new Quotas(2 * Second, Capacity: 2, PerDay: 5), Noon);
        Assert.Equal((0, 0L, 0L), (reply.Granted, reply.MinuteLeft, reply.DayLeft));
    }

    [Fact]
    public async Task Redis_keys_expire_as_soon_as_possible()
    {
        using var client = await ConnectionMultiplexer.ConnectAsync((await servers.RedisAsync()).ConnectionString);
        await LeaseAsync(client, new Quotas(Second, Capacity: 5, PerDay: 0), Noon, wanted: 5);
        Assert.InRange((await client.GetDatabase().KeyTimeToLiveAsync(_key))!.Value.TotalSeconds, 1, 6);
    }

    private async Task<(int Granted, long Wait, Limit Hit)> RefusalAsync(Quotas quotas, long now)
    {
        var reply = await LeaseAsync(quotas, now);
        return (reply.Granted, reply.Wait, reply.Hit);
    }
}
