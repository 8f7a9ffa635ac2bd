using System.Runtime.CompilerServices;

namespace EdgarApi.Api.Caching;

/// <summary>
/// Computes responses on at most as many threads at a time as there are processors. The other threads of the pool stay free for hits in
/// memory, which take the processor from a computation at once, instead of waiting in the queue of the pool for several to end.
/// </summary>
/// <remarks>
/// .NET's <see cref="ConcurrentExclusiveSchedulerPair"/> has the same limit, but queues all work to the pool, continuations included. Here
/// work stays on the thread that it is on while the limit allows, which takes fewer switches of threads in a process with little load.
/// </remarks>
internal sealed class ComputeThreads : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>The scheduler for which the present thread counts towards the limit.</summary>
    [ThreadStatic]
    private static ComputeThreads? _current;

    private readonly Lock _gate = new();
    private readonly Queue<Task> _waiting = new();
    private int _free = Environment.ProcessorCount;

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => Environment.ProcessorCount;

    /// <summary>
    /// Runs work on the present thread if the limit allows, otherwise once another computation ends. While it waits for something, work
    /// does not count towards the limit, and continues within it unless it waited with <c>ConfigureAwait(false)</c>.
    /// </summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var task = new Task<Task<T>>(work, TaskCreationOptions.DenyChildAttach);
        if (_current != this && RuntimeHelpers.TryEnsureSufficientExecutionStack() && TryEnter())
            Run(() => task.RunSynchronously(this));
        else
            task.Start(this);
        return task.Unwrap();
    }

    /// <summary>Computes what waits, if another thread has not done so. The pool calls this with a place of the limit.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Task? task;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out task))
            {
                _free++;
                return;
            }
        }

        Run(() => TryExecuteTask(task));
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            _waiting.Enqueue(task);
            if (_free == 0) return;
            _free--;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
    {
        if (taskWasPreviouslyQueued) return false;
        if (_current == this) return TryExecuteTask(task);
        if (!TryEnter()) return false;
        Run(() => TryExecuteTask(task));
        return true;
    }

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate) return [.. _waiting];
    }

    private bool TryEnter()
    {
        lock (_gate)
        {
            if (_free == 0) return false;
            _free--;
            return true;
        }
    }

    /// <summary>Runs something with a place of the limit, then gives the place to what waits, if anything does.</summary>
    private void Run(Action action)
    {
        var previous = _current;
        _current = this;
        try
        {
            action();
        }
        finally
        {
            _current = previous;
            bool isNext;
            lock (_gate)
            {
                isNext = _waiting.Count > 0;
                if (!isNext) _free++;
            }

            if (isNext) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
