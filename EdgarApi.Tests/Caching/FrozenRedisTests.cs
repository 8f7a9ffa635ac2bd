#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using EdgarApi.Caching;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Caching;

/// <summary>A Redis that accepts commands but does not respond.</summary>
public sealed class FrozenRedisTests : IAsyncLifetime
{
    private const string Key = "e:test:ov:{0000320193}:1:abc";

    private readonly RedisServer _redis = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _redis.InitializeAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    /// <summary>The client itself would wait for minutes.</summary>
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_miss_waits_for_Redis_no_longer_than_its_timeout()
    {
        await using var process = Start();
        _redis.Freeze();

        for (var i = 0; i < 20; i++)
            Assert.Equal((CacheResult.Miss, "computed"), await CachingProcess.UnwrapAsync(process.GetAsync($"{Key}{i}", "computed")));
        Assert.Equal((CacheResult.HitMemory, "computed"), await CachingProcess.UnwrapAsync(process.GetAsync($"{Key}1", "again")));

        // Closing its connections, the client waits for what is outstanding.
        _redis.Thaw();
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_lock_attempt_that_times_out_leaves_no_lock()
    {
        await using var process = Start();
        var locker = new RedisLocker(process.Gateway, new LockedReads(), TimeProvider.System);
        _redis.Freeze();
        Assert.Null(await AcquireAsync(locker, Key, Token));
        _redis.Thaw();
        await process.Gateway.Verification.InTimeAsync();

        // On the same connection, so that it follows the attempt.
        Assert.Equal(1, process.Redis!.Count);
        Assert.False(await process.Redis.First.GetDatabase().KeyExistsAsync(Key));
        Assert.NotNull(await AcquireAsync(locker, Key, Token));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_abandoned_attempt_does_not_remove_the_lock_of_another_process()
    {
        await using var process = Start();
        await process.Redis!.First.GetDatabase().StringSetAsync(Key, "another process");
        _redis.Freeze();
        Assert.Null(await AcquireAsync(new RedisLocker(process.Gateway, new LockedReads(), TimeProvider.System), Key, Token));
        _redis.Thaw();
        await process.Gateway.Verification.InTimeAsync();

        Assert.Equal("another process", await process.Redis.First.GetDatabase().StringGetAsync(Key));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_cancelled_attempt_leaves_no_lock()
    {
        await using var process = Start();
        var locker = new RedisLocker(process.Gateway, new LockedReads(), TimeProvider.System);
        using var canceling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _redis.Freeze();
        var attempt = AcquireAsync(locker, Key, canceling.Token);
        await canceling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await attempt);
        _redis.Thaw();

        Assert.False(await process.Redis!.First.GetDatabase().KeyExistsAsync(Key));
    }

    /// <summary>A miss reads and locks in one command.</summary>
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_read_that_times_out_leaves_no_lock()
    {
        await using var process = Start();
        _redis.Freeze();
        Assert.Equal((CacheResult.Miss, "computed"), await CachingProcess.UnwrapAsync(process.GetAsync(Key, "computed")));
        _redis.Thaw();
        await process.Gateway.Verification.InTimeAsync();

        // On the same connection, so that it follows the read.
        Assert.Equal(1, process.Redis!.Count);
        Assert.False(await process.Redis.First.GetDatabase().KeyExistsAsync(Key + ":lock"));
    }

    /// <summary>
    /// The timeout is long enough for a busy machine after the thaw. The client's own is longer than a test may take.
    /// </summary>
    private CachingProcess Start() => new(
        _redis.ConnectionString, "test", options => options.RedisTimeout = TimeSpan.FromSeconds(2), TimeSpan.FromHours(1));

    private static ValueTask<object?> AcquireAsync(RedisLocker locker, string key, CancellationToken cancellationToken) =>
        locker.AcquireLockAsync("texts", "instance", "operation", key, key, TimeSpan.FromSeconds(7.5), null, cancellationToken);
}
