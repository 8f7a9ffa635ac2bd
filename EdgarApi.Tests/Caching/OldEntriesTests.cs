using EdgarApi.Caching;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Logging;
using ZiggyCreatures.Caching.Fusion.Internals;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;

namespace EdgarApi.Tests.Caching;

/// <summary>Entries that a process wrote to Redis hours ago.</summary>
public sealed class OldEntriesTests(SharedServers servers)
{
    private readonly string _space = $"t{Guid.NewGuid():N}"[..20];

    private string Key => $"e:{_space}:ov:{{0000320193}}:1:abc";

    [Fact]
    public async Task A_read_in_the_last_tenth_of_an_entrys_lifetime_refreshes_it()
    {
        await using var process = await StartAsync(age: TimeSpan.FromMinutes(59));
        var renewed = new TaskCompletionSource();
        process.Cache.Fusion.Events.Distributed.Set += (_, set) => { if (set.Key == Key) renewed.TrySetResult(); };

        var old = await process.GetAsync(Key, "new");
        Assert.Equal((CacheResult.HitRedis, "old"), (old.Result, old.Value));
        await renewed.Task.InTimeAsync();

        await using var other = new CachingProcess((await servers.RedisAsync()).ConnectionString, _space);
        foreach (var any in (CachingProcess[])[process, other]) Assert.Equal("new", (await any.GetAsync(Key, "another")).Value);
    }

    [Fact]
    public async Task An_entry_with_time_left_is_not_refreshed()
    {
        await using var process = await StartAsync(age: TimeSpan.FromMinutes(50));
        Assert.Equal("old", (await process.GetAsync(Key, _ => throw new InvalidOperationException("computed"))).Value);
        Assert.Equal("old", (await process.GetAsync(Key, _ => throw new InvalidOperationException("computed"))).Value);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_refreshed_is_served_until_it_expires()
    {
        await using var process = await StartAsync(age: TimeSpan.FromMinutes(59));
        var failed = new TaskCompletionSource();
        process.Cache.Fusion.Events.FactoryError += (_, error) => { if (error.Key == Key) failed.TrySetResult(); };

        Assert.Equal(CacheResult.HitRedis, (await process.GetAsync(Key, FailAsync)).Result);
        await failed.Task.InTimeAsync();
        Assert.Equal((CacheResult.HitMemory, "old"), await CachingProcess.UnwrapAsync(process.GetAsync(Key, FailAsync)));
        await Waiting.UntilAsync(() => GetLoggedErrors(process).Count == 1);
    }

    [Fact]
    public async Task A_failed_refresh_of_a_stale_value_is_logged_once_per_minute()
    {
        await using var process = await StartAsync(age: TimeSpan.FromHours(2));
        for (var i = 0; i < 3; i++)
            Assert.Equal((CacheResult.Stale, "old"), await CachingProcess.UnwrapAsync(process.GetAsync(Key, FailAsync)));

        Assert.Equal(["no database"], GetLoggedErrors(process));
    }

    [Fact]
    public async Task A_value_expired_for_a_day_is_served_stale_and_an_older_one_is_not()
    {
        await using var younger = await StartAsync(age: TimeSpan.FromHours(23));
        Assert.Equal((CacheResult.Stale, "old"), await CachingProcess.UnwrapAsync(younger.GetAsync(Key, FailAsync)));

        await using var older = await StartAsync(age: TimeSpan.FromHours(25));
        await Assert.ThrowsAsync<InvalidDataException>(() => older.GetAsync(Key, FailAsync));
        Assert.Equal((CacheResult.Miss, "new"), await CachingProcess.UnwrapAsync(older.GetAsync(Key, "new")));
        Assert.InRange(
            (await older.Redis!.First.GetDatabase().KeyTimeToLiveAsync(Key))!.Value,
            new CacheOptions().DegradedStaleFor - TimeSpan.FromHours(1),
            new CacheOptions().DegradedStaleFor + TimeSpan.FromHours(1));
    }

    private static List<string?> GetLoggedErrors(CachingProcess process) =>
        [
            .. process.Log.GetSnapshot()
                .Where(line => line.Level >= LogLevel.Warning && line.Category!.StartsWith("EdgarApi", StringComparison.Ordinal))
                .Select(line => line.Exception?.Message),
        ];

    private static ValueTask<string?> FailAsync(CancellationToken cancellation) => throw new InvalidDataException("no database");

    private async Task<CachingProcess> StartAsync(TimeSpan age)
    {
        var process = new CachingProcess((await servers.RedisAsync()).ConnectionString, _space);
        var (kind, computedAt) = (CacheKind.Overview, DateTimeOffset.UtcNow - age);
        var entry = new FusionCacheDistributedEntry<CacheEntry<string>>(
            new CacheEntry<string>("old", computedAt, computedAt, fromRedis: false),
            computedAt.UtcTicks,
            (computedAt + kind.Duration).UtcTicks,
            null,
            new FusionCacheEntryMetadata(false, (computedAt + kind.Duration * 0.9).UtcTicks, null, null, 8, null));
        await process.Redis!.First.GetDatabase()
            .StringSetAsync(
                Key, process.Signer.Sign(Key, new CacheEntrySerializer<string>(new TextCodec(), TimeProvider.System).Serialize(entry)),
                TimeSpan.FromHours(1));
        return process;
    }
}
