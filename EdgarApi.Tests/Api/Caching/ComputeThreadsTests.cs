using EdgarApi.Api.Caching;

namespace EdgarApi.Tests.Api.Caching;

public sealed class ComputeThreadsTests
{
    private readonly ComputeThreads _threads = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_many_compute_at_a_time_as_there_are_processors()
    {
        using var release = new SemaphoreSlim(0);
        var running = 0;
        int Compute()
        {
            var now = Interlocked.Increment(ref running);
            release.Wait(Token);
            Interlocked.Decrement(ref running);
            return now;
        }

        var computations = Enumerable.Range(0, 3 * Environment.ProcessorCount)
            .Select(_ => Task.Run(() => _threads.RunAsync(() => Task.FromResult(Compute())))).ToArray();
        await Waiting.UntilAsync(() => Volatile.Read(ref running) == Environment.ProcessorCount);
        release.Release(computations.Length);

        Assert.Equal(Environment.ProcessorCount, (await Task.WhenAll(computations)).Max());
    }

    [Fact]
    public async Task Work_stays_on_its_thread_while_the_limit_allows()
    {
        var (before, during, after) = await Task.Run(async () =>
        {
            var before = Environment.CurrentManagedThreadId;
            var during = await _threads.RunAsync(() => Task.FromResult(Environment.CurrentManagedThreadId));
            return (before, during, Environment.CurrentManagedThreadId);
        });

        Assert.Equal((before, before), (during, after));
    }

    [Fact]
    public async Task A_computation_that_waits_leaves_its_thread_to_others_and_continues_within_the_limit()
    {
        var reads = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task<TaskScheduler> WaitAsync()
        {
            await reads.Task;
            return TaskScheduler.Current;
        }

        var waiting = Enumerable.Range(0, 2 * Environment.ProcessorCount)
            .Select(_ => Task.Run(() => _threads.RunAsync(WaitAsync))).ToArray();
        Assert.Same(_threads, await Task.Run(() => _threads.RunAsync(() => Task.FromResult(TaskScheduler.Current))));
        Assert.Same(TaskScheduler.Default, TaskScheduler.Current);

        reads.SetResult();
        Assert.All(await Task.WhenAll(waiting), continued => Assert.Same(_threads, continued));
    }

    [Fact]
    public async Task Computations_that_begin_wait_and_end_at_once_never_exceed_the_limit_and_all_end()
    {
        var (running, most) = (0, 0);
        async Task<int> ComputeAsync()
        {
            for (var step = 0; step < 10; step++)
            {
                var now = Interlocked.Increment(ref running);
                for (var seen = most; now > seen; seen = most) Interlocked.CompareExchange(ref most, now, seen);
                Interlocked.Decrement(ref running);
                await Task.Yield();
            }

            return 1;
        }

        var computations = Enumerable.Range(0, 2_000).Select(_ => Task.Run(() => _threads.RunAsync(ComputeAsync)));

        Assert.Equal(2_000, (await Task.WhenAll(computations)).Sum());
        Assert.InRange(most, 1, Environment.ProcessorCount);
        // Each place of the limit is free again.
        await As_many_compute_at_a_time_as_there_are_processors();
    }

    [Fact]
    public async Task A_computation_that_fails_leaves_its_place()
    {
        for (var i = 0; i < 2 * Environment.ProcessorCount; i++)
            await Assert.ThrowsAsync<FormatException>(() => Task.Run(() => _threads.RunAsync<int>(() => throw new FormatException())));

        await As_many_compute_at_a_time_as_there_are_processors();
    }
}
