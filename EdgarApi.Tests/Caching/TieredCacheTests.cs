using System.Collections.Concurrent;
using EdgarApi.Caching;
using EdgarApi.Tests.Caching.Redis;
using EdgarApi.Tests.Servers;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;
using ZiggyCreatures.Caching.Fusion;

namespace EdgarApi.Tests.Caching;

public sealed class TieredCacheTests(SharedServers servers)
{
    private readonly string _space = $"t{Guid.NewGuid():N}"[..20];

    private string Key => $"e:{_space}:ov:{{0000320193}}:1:abc";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_gets_what_another_computed_from_Redis_and_then_from_memory()
    {
        var redis = await servers.RedisAsync();
        await using var one = new CachingProcess(redis.ConnectionString, _space);
        await using var other = new CachingProcess(redis.ConnectionString, _space);

        Assert.Equal(CacheResult.Miss, (await one.GetAndStoreAsync(Key, "computed")).Result);
        Assert.Equal(CacheResult.HitMemory, (await one.GetAsync(Key, "again")).Result);
        var fromRedis = await other.GetAsync(Key, "again");
        Assert.Equal((CacheResult.HitRedis, "computed"), (fromRedis.Result, fromRedis.Value));
        Assert.Equal(CacheResult.HitMemory, (await other.GetAsync(Key, "again")).Result);
        Assert.Equal((await one.GetAsync(Key, "again")).ComputedAt, fromRedis.ComputedAt);
    }

    [Fact]
    public async Task Values_that_are_computed_once_do_not_evict_a_value_from_Redis()
    {
        var redis = await servers.RedisAsync();
        await using var one = new CachingProcess(redis.ConnectionString, _space);
        await one.GetAndStoreAsync(Key, "computed");
        await using var other = new CachingProcess(redis.ConnectionString, _space, options => options.MemoryMegabytes = 1);
        Assert.Equal(CacheResult.HitRedis, (await other.GetAsync(Key, "again")).Result);

        var large = new string('x', 500);
        for (var i = 0; i < 100; i++) Assert.Equal(CacheResult.Miss, (await other.GetAsync($"{Key}{i}", large)).Result);

        Assert.False(other.Cache.IsInMemory($"{Key}0"));
        Assert.True(other.Cache.IsInMemory(Key));
    }

    [Fact]
    public async Task Redis_keeps_entries_for_one_or_four_hours_and_up_to_three_days_as_stale()
    {
        await using var one = new CachingProcess((await servers.RedisAsync()).ConnectionString, _space);
        await one.GetAndStoreAsync(Key, "computed");
        var life = await one.Redis!.Next().GetDatabase().KeyTimeToLiveAsync(Key);
        Assert.InRange(life!.Value, TimeSpan.FromHours(71), TimeSpan.FromHours(73));
        Assert.Equal(
            (1, 4, 4, 1, 4),
            (CacheKind.Overview.Duration.Hours, CacheKind.Statement.Duration.Hours, CacheKind.TimeSeries.Duration.Hours,
                CacheKind.Query.Duration.Hours, CacheKind.Facts.Duration.Hours));
    }

    [Fact]
    public async Task Memory_keeps_every_kind_for_five_minutes()
    {
        await using var one = new CachingProcess(null, _space);
        var got = await one.GetAsync(Key, "computed");

        CacheKind[] kinds = [CacheKind.Facts, CacheKind.Statement, CacheKind.TimeSeries, CacheKind.Overview, CacheKind.Query];
        Assert.NotEmptyAndAll(kinds, kind => Assert.Equal(TimeSpan.FromMinutes(5), one.Cache.CreateOptions(kind).MemoryCacheDuration));
        // Refreshed after nine tenths of the lifetime.
        Assert.Equal(TimeSpan.FromMinutes(4.5), got.FreshUntil - got.ComputedAt);
    }

    [Fact]
    public async Task Concurrent_requests_in_two_processes_cause_one_computation()
    {
        var redis = await servers.RedisAsync();
        await using var one = new CachingProcess(redis.ConnectionString, _space);
        await using var other = new CachingProcess(redis.ConnectionString, _space);
        var computation = new BlockedComputation();

        var first = one.GetAsync(Key, computation.RunAsync);
        await computation.StartedAsync();
        var waiting = Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : other).GetAsync(Key, computation.RunAsync)).ToArray();
        computation.Release();

        Assert.NotEmptyAndAll(await Task.WhenAll(waiting), got => Assert.Equal("computed", got.Value));
        Assert.Equal("computed", (await first).Value);
        Assert.Equal(1, computation.Count);
    }

    [Fact]
    public async Task A_cancelled_request_does_not_end_the_computation_for_the_others()
    {
        await using var one = new CachingProcess(null, _space);
        var computation = new BlockedComputation();
        using var impatient = new CancellationTokenSource();
        var givingUp = one.Cache.GetAsync(Key, CacheKind.Overview, computation.RunAsync, impatient.Token).AsTask();
        await computation.StartedAsync();
        var waiting = one.GetAsync(Key, computation.RunAsync);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givingUp);
        computation.Release();
        Assert.Equal("computed", (await waiting).Value);
    }

    [Fact]
    public async Task Null_and_oversized_values_are_not_cached()
    {
        await using var one = new CachingProcess((await servers.RedisAsync()).ConnectionString, _space, options =>
            options.MaxEntryBytes = 100);
        Assert.Null((await one.GetAsync(Key, _ => ValueTask.FromResult<string?>(null))).Value);
        Assert.Equal(CacheResult.Miss, (await one.GetAsync(Key, new string('x', 51))).Result);
        Assert.Equal(CacheResult.Miss, (await one.GetAsync(Key, new string('x', 51))).Result);
        Assert.False(await one.Redis!.Next().GetDatabase().KeyExistsAsync(Key));
    }

    [Fact]
    public async Task A_failed_computation_serves_the_stale_value_or_else_throws()
    {
        await using var one = new CachingProcess((await servers.RedisAsync()).ConnectionString, _space, options =>
            options.RefreshAhead = 0.99);
        static ValueTask<string?> FailAsync(CancellationToken cancellation) => throw new InvalidDataException("no database");
        await Assert.ThrowsAsync<InvalidDataException>(() => one.GetAsync(Key, FailAsync));

        await one.Cache.GetAsync(Key, Brief, _ => ValueTask.FromResult<string?>("old"), Token);
        await one.Cache.Fusion.ExpireAsync(Key, token: Token);
        var stale = await one.Cache.GetAsync(Key, Brief, FailAsync, Token);
        Assert.Equal((CacheResult.Stale, "old"), (stale.Result, stale.Value));
    }

    [Fact]
    public async Task After_the_soft_timeout_a_caller_gets_the_old_value_and_the_next_the_new_one()
    {
        await using var one = new CachingProcess((await servers.RedisAsync()).ConnectionString, _space, options =>
            (options.SoftTimeout, options.HardTimeout) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(5)));
        await one.Cache.GetAsync(Key, Brief, _ => ValueTask.FromResult<string?>("old"), Token);
        await one.Cache.Fusion.ExpireAsync(Key, token: Token);

        var (release, done) = (new TaskCompletionSource(), new TaskCompletionSource());
        one.Cache.Fusion.Events.BackgroundFactorySuccess += (_, success) => { if (success.Key == Key) done.TrySetResult(); };
        var stale = await one.Cache.GetAsync(Key, Brief, async cancellation =>
        {
            await release.Task.WaitAsync(cancellation);
            return "new";
        }, Token);
        Assert.Equal((CacheResult.Stale, "old"), (stale.Result, stale.Value));

        release.SetResult();
        await done.Task.InTimeAsync();
        Assert.Equal("new", (await one.GetAsync(Key, "another")).Value);
    }

    [Fact]
    public async Task After_the_hard_timeout_a_caller_without_an_old_value_fails()
    {
        await using var one = new CachingProcess(null, _space, options =>
            (options.SoftTimeout, options.HardTimeout) = (TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50)));
        var release = new TaskCompletionSource();
        await Assert.ThrowsAsync<SyntheticTimeoutException>(() => one.GetAsync(Key, async cancellation =>
        {
            await release.Task.WaitAsync(cancellation);
            return "too late";
        }));
        release.SetResult();
    }

    [Fact]
    public async Task Removing_a_value_removes_it_from_the_memory_of_every_process()
    {
        var redis = await servers.RedisAsync();
        await using var one = new CachingProcess(redis.ConnectionString, _space);
        await using var other = new CachingProcess(redis.ConnectionString, _space);
        await one.GetAndStoreAsync(Key, "computed");
        await other.GetAsync(Key, "again");
        await one.SubscribedAsync(2);

        var removal = new TaskCompletionSource();
        other.Cache.Fusion.Events.Memory.Remove += (_, removed) => { if (removed.Key == Key) removal.TrySetResult(); };
        await one.Cache.RemoveAsync(Key, Token);
        await removal.Task.InTimeAsync();
        Assert.Equal("new", (await other.GetAsync(Key, "new")).Value);
    }

    [Fact]
    public async Task Memory_serves_while_Redis_is_unavailable_and_Redis_serves_again_when_available()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var one = new CachingProcess(redis.ConnectionString, _space, options =>
            options.RedisTimeout = TimeSpan.FromSeconds(2));
        await one.GetAndStoreAsync(Key, "before");

        await redis.StopAsync();
        Assert.Equal((CacheResult.HitMemory, "before"), await CachingProcess.UnwrapAsync(one.GetAsync(Key, "x")));
        Assert.Equal((CacheResult.Miss, "during"), await CachingProcess.UnwrapAsync(one.GetAsync(Key + "2", "during")));
        Assert.Equal((CacheResult.HitMemory, "during"), await CachingProcess.UnwrapAsync(one.GetAsync(Key + "2", "x")));

        await redis.StartAsync();
        // Values computed meanwhile are written to Redis once the connection is back.
        await using var other = new CachingProcess(redis.ConnectionString, _space);
        var database = other.Redis!.First.GetDatabase();
        await Waiting.UntilAsync(() => database.KeyExistsAsync(Key + "2"));
        Assert.Equal((CacheResult.HitRedis, "during"), await CachingProcess.UnwrapAsync(other.GetAsync(Key + "2", "x")));
    }

    [Fact]
    public async Task A_Redis_hit_is_one_command_and_a_memory_hit_none()
    {
        var redis = (await servers.RedisAsync()).ConnectionString;
        await using var one = new CachingProcess(redis, _space);
        await using var other = new CachingProcess(redis, _space);
        await one.GetAndStoreAsync(Key, "computed");

        var session = new ProfilingSession();
        other.Redis!.First.RegisterProfiler(() => session);
        Assert.Equal(CacheResult.HitRedis, (await other.GetAsync(Key, "x")).Result);
        Assert.Equal("EVAL", string.Join(' ', GetCommands(session)));
        Assert.Equal(CacheResult.HitMemory, (await other.GetAsync(Key, "x")).Result);
        Assert.Empty(GetCommands(session));
    }

    [Fact]
    public async Task A_computed_value_takes_three_Redis_commands_and_an_uncached_one_two()
    {
        await using var one = new CachingProcess((await servers.RedisAsync()).ConnectionString, _space);
        var session = new ProfilingSession();
        one.Redis!.First.RegisterProfiler(() => session);

        await one.GetAndStoreAsync(Key, "computed");
        await one.ReleasedAsync(Key);
        // Get or lock, set, unlock.
        Assert.Equal("EVAL SETEX UNLINK", string.Join(' ', GetCommands(session)));

        Assert.Null((await one.GetAsync(Key + "2", _ => ValueTask.FromResult<string?>(null))).Value);
        await one.ReleasedAsync(Key + "2");
        Assert.Equal("EVAL UNLINK", string.Join(' ', GetCommands(session)));
    }

    [Fact]
    public async Task Entries_count_by_bytes_and_the_oldest_are_evicted_when_memory_is_full()
    {
        await using var one = new CachingProcess(null, _space, options => options.MemoryMegabytes = 1);
        var text = new string('x', 100_000);
        for (var i = 0; i < 50; i++) await one.GetAsync($"{Key}{i}", text);
        Assert.InRange(one.Cache.Size, 200_000, 1 << 20);
    }

    [Fact]
    public async Task An_entry_in_use_is_not_evicted_even_if_its_user_kept_the_value()
    {
        await using var one = new CachingProcess(null, _space, options => options.MemoryMegabytes = 1);
        var evicted = new ConcurrentQueue<string>();
        one.Cache.Fusion.Events.Memory.Eviction += (_, entry) => evicted.Enqueue(entry.Key);
        var (text, number) = (new string('x', 100_000), 0);
        await one.GetAsync(Key, "in use");

        await Waiting.UntilAsync(async () =>
        {
            one.Cache.Touch(Key);
            await one.GetAsync($"{Key}{number++}", text);
            return evicted.Distinct().Count() > 10;
        }, what: "evictions");

        Assert.DoesNotContain(Key, evicted);
    }

    private static IEnumerable<string> GetCommands(ProfilingSession session) =>
        session.FinishProfiling().OrderBy(command => command.CommandCreated)
            .Select(command => RedisCommands.Normalize(command.Command))
            .Where(command => command is not ("EXISTS" or "SUBSCRIBE" or "PING"));

    private static readonly CacheKind Brief = new("ov", TimeSpan.FromMilliseconds(1));
}
