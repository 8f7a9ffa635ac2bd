using EdgarApi.Caching;

namespace EdgarApi.Tests.Caching;

public sealed class KeyLockerTests : IDisposable
{
    private readonly KeyLocker _locker = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_caller_holds_a_key_while_the_others_wait()
    {
        var first = await AcquireAsync("key", TimeSpan.Zero);
        Assert.NotNull(first);
        Assert.Null(await AcquireAsync("key", TimeSpan.Zero));
        Assert.NotNull(await AcquireAsync("other", TimeSpan.Zero));

        var second = AcquireAsync("key", Timeout.InfiniteTimeSpan);
        Assert.False(second.IsCompleted);
        Release("key", first);
        Assert.NotNull(await second);
    }

    [Fact]
    public async Task A_lock_is_forgotten_when_nobody_holds_it_or_waits_for_it()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var held = await AcquireAsync("key", TimeSpan.Zero);
        var waiting = AcquireAsync("key", Timeout.InfiniteTimeSpan, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        Assert.Null(await AcquireAsync("key", TimeSpan.Zero));
        Assert.Null(_locker.AcquireLock("", "", "", "key", TimeSpan.Zero, null, Token));
        Assert.Equal(1, _locker.Count);

        Release("key", held);
        Assert.Equal(0, _locker.Count);
    }

    [Fact]
    public async Task Any_number_of_callers_hold_a_key_one_after_the_other()
    {
        var (holders, most, total) = (0, 0, 0);
        await Parallel.ForAsync(0, 1_000, Token, async (_, token) =>
        {
            var held = await AcquireAsync("key", Timeout.InfiniteTimeSpan, token);
            most = Math.Max(most, ++holders);
            await Task.Yield();
            total++;
            holders--;
            Release("key", held);
        });

        Assert.Equal((1, 1_000, 0), (most, total, _locker.Count));
    }

    public void Dispose() => _locker.Dispose();

    private ValueTask<object?> AcquireAsync(string key, TimeSpan timeout, CancellationToken? token = null) =>
        _locker.AcquireLockAsync("", "", "", key, timeout, null, token ?? Token);

    private void Release(string key, object? held) => _locker.ReleaseLock("", "", "", key, held, null);
}
