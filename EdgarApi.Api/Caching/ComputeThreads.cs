namespace EdgarApi.Api.Caching;

/// <summary>
/// Computes responses on at most as many threads at a time as there are processors. The other threads of the pool stay free for hits in
/// memory, which take the processor from a computation at once, instead of waiting in the queue of the pool for several to end.
/// </summary>
internal sealed class ComputeThreads
{
    private readonly TaskScheduler _scheduler =
        new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Environment.ProcessorCount).ConcurrentScheduler;

    /// <summary>
    /// Runs work once a thread is free. It leaves the thread while it waits for something, and continues on one of these threads unless it
    /// waited with <c>ConfigureAwait(false)</c>.
    /// </summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();
}
