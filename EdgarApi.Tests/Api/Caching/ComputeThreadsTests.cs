using EdgarApi.Api.Caching;

namespace EdgarApi.Tests.Api.Caching;

public sealed class ComputeThreadsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_many_compute_at_a_time_as_there_are_processors()
    {
        var threads = new ComputeThreads();
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
            .Select(_ => threads.RunAsync(() => Task.FromResult(Compute()))).ToArray();
        await Waiting.UntilAsync(() => Volatile.Read(ref running) == Environment.ProcessorCount);
        release.Release(computations.Length);

        Assert.Equal(Environment.ProcessorCount, (await Task.WhenAll(computations)).Max());
    }

    [Fact]
    public async Task A_computation_that_waits_leaves_its_thread_to_others_and_continues_on_one_of_them()
    {
        var threads = new ComputeThreads();
        var reads = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task<TaskScheduler> WaitAsync()
        {
            await reads.Task;
            return TaskScheduler.Current;
        }

        var waiting = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => threads.RunAsync(WaitAsync)).ToArray();
        var scheduler = await threads.RunAsync(() => Task.FromResult(TaskScheduler.Current));
        Assert.NotSame(TaskScheduler.Default, scheduler);
        Assert.Same(TaskScheduler.Default, TaskScheduler.Current);

        reads.SetResult();
        Assert.All(await Task.WhenAll(waiting), continued => Assert.Same(scheduler, continued));
    }
}
