using EdgarApi.Accounts.Limits;
using EdgarApi.Tests.Servers;
using StackExchange.Redis;

namespace EdgarApi.Tests.Limits;

/// <summary>The script by itself, with times of the test's choosing.</summary>
public sealed class QuotaLeaseTests(SharedServers servers)
{
    private const long Second = 1_000_000;
    private const long Day = 86_400 * Second;
    private const long Noon = 20_000 * Day + Day / 2;

    private readonly string _key = Guid.NewGuid().ToString("N");

    private sealed record Quotas(long Interval, int Capacity, int PerDay);

    private async Task<QuotaReply> AskAsync(Quotas quotas, long now, int wanted = 1, int back = 0, long backDay = 0)
    {
        using var client = await ConnectionMultiplexer.ConnectAsync((await servers.RedisAsync()).ConnectionString);
        return await AskAsync(client, quotas, now, wanted, back, backDay);
    }

    private async Task<QuotaReply> AskAsync(ConnectionMultiplexer client, Quotas quotas, long now, int wanted = 1, int back = 0, long backDay = 0) =>
        QuotaReply.From((long[])(await client.GetDatabase().ScriptEvaluateAsync(
            RequestLimiter.LeaseScript, [_key], [wanted, quotas.Interval, quotas.Capacity, quotas.PerDay, back, backDay, now]))!);

    [Fact]
    public async Task The_burst_comes_at_once_and_then_one_an_interval()
    {
        var quotas = new Quotas(Second, Capacity: 3, PerDay: 0);
        for (var left = 2; left >= 0; left--) Assert.Equal((1, left), ((int, int))((await AskAsync(quotas, Noon)) is var reply ? (reply.Granted, (int)reply.MinuteLeft) : default));

        Assert.Equal((0, Second / 4, Limit.Minute), await RefusalAsync(quotas, Noon + Second * 3 / 4));
        Assert.Equal(1, (await AskAsync(quotas, Noon + Second)).Granted);
        Assert.Equal((0, Second, Limit.Minute), await RefusalAsync(quotas, Noon + Second));
    }

    [Fact]
    public async Task Whatever_the_pattern_no_time_sees_more_than_the_burst_and_the_rate_of_that_time()
    {
        using var client = await ConnectionMultiplexer.ConnectAsync((await servers.RedisAsync()).ConnectionString);
        var (quotas, random, now, grants) = (new Quotas(Second, Capacity: 20, PerDay: 0), new Random(7), Noon, new List<long>());
        for (var i = 0; i < 600; i++)
        {
            now += random.Next(8) == 0 ? random.Next(20_000_000) : random.Next(200_000);
            var reply = await AskAsync(client, quotas, now, wanted: 1 + random.Next(4));
            grants.AddRange(Enumerable.Repeat(now, reply.Granted));
        }

        Assert.True(grants.Count > 100);
        for (var first = 0; first < grants.Count; first++)
            for (var last = first; last < grants.Count; last++)
                Assert.True(last - first + 1 <= 20 + (grants[last] - grants[first]) / Second);
    }

    [Fact]
    public async Task The_day_is_a_count_that_begins_anew_at_midnight_utc()
    {
        var quotas = new Quotas(0, Capacity: 1, PerDay: 10);
        Assert.Equal((10, 0L, Day / 2), (await AskAsync(quotas, Noon, wanted: 50)) is var all ? (all.Granted, all.DayLeft, all.DayEnd) : default);

        Assert.Equal((0, Second, Limit.Day), await RefusalAsync(quotas, Noon + Day / 2 - Second));
        Assert.Equal((1, 9L), (await AskAsync(quotas, Noon + Day / 2)) is var next ? (next.Granted, next.DayLeft) : default);
    }

    [Fact]
    public async Task When_both_are_used_up_the_day_is_the_one_to_wait_for()
    {
        var quotas = new Quotas(Second, Capacity: 2, PerDay: 2);
        await AskAsync(quotas, Noon, wanted: 2);
        Assert.Equal((0, Day / 2, Limit.Day), await RefusalAsync(quotas, Noon));
    }

    [Fact]
    public async Task A_lease_is_as_much_as_there_is()
    {
        var quotas = new Quotas(Second, Capacity: 5, PerDay: 100);
        Assert.Equal(5, (await AskAsync(quotas, Noon, wanted: 6)).Granted);
        Assert.Equal(0, (await AskAsync(quotas, Noon, wanted: 6)).Granted);
    }

    [Fact]
    public async Task What_comes_back_unspent_can_be_taken_again_but_not_on_another_day()
    {
        var quotas = new Quotas(Second, Capacity: 10, PerDay: 10);
        var taken = await AskAsync(quotas, Noon, wanted: 10);
        Assert.Equal((4, 0L), (await AskAsync(quotas, Noon, wanted: 6, back: 4, backDay: taken.Day)) is var again ? (again.Granted, again.DayLeft) : default);

        var nextDay = await AskAsync(quotas, Noon + Day, wanted: 3);
        Assert.Equal(6, (await AskAsync(quotas, Noon + Day, back: 2, backDay: taken.Day)).DayLeft);
        Assert.Equal(7, (await AskAsync(quotas, Noon + Day, back: 2, backDay: nextDay.Day)).DayLeft);
    }

    [Fact]
    public async Task After_a_change_to_a_lower_tier_nothing_is_left_and_never_less()
    {
        await AskAsync(new Quotas(Second, Capacity: 10, PerDay: 10), Noon, wanted: 10);
        var reply = await AskAsync(new Quotas(2 * Second, Capacity: 2, PerDay: 5), Noon);
        Assert.Equal((0, 0L, 0L), (reply.Granted, reply.MinuteLeft, reply.DayLeft));
    }

    [Fact]
    public async Task It_keeps_nothing_longer_than_it_must()
    {
        using var client = await ConnectionMultiplexer.ConnectAsync((await servers.RedisAsync()).ConnectionString);
        await AskAsync(client, new Quotas(Second, Capacity: 5, PerDay: 0), Noon, wanted: 5);
        Assert.InRange((await client.GetDatabase().KeyTimeToLiveAsync(_key))!.Value.TotalSeconds, 1, 6);
    }

    private async Task<(int Granted, long Wait, Limit Hit)> RefusalAsync(Quotas quotas, long now)
    {
        var reply = await AskAsync(quotas, now);
        return (reply.Granted, reply.Wait, reply.Hit);
    }
}
