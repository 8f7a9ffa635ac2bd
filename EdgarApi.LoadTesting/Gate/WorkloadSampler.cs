namespace EdgarApi.LoadTesting.Gate;

/// <summary>Measures workloads in this process.</summary>
/// <param name="time">The clock.</param>
/// <param name="slowdown">Extra work relative to the real work, for the gate's self-test: 0.3 makes every workload 30 % slower.</param>
public sealed class WorkloadSampler(TimeProvider time, double slowdown = 0)
{
    private const int MinBatches = 10;
    private const int MaxBatches = 100;
    private const int AllocationRuns = 3;

    private static readonly TimeSpan BatchLength = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan TotalLength = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Measures time and allocated bytes of one operation. Of many short batches the fastest counts, because other programs disturbed it
    /// least.
    /// </summary>
    public WorkloadSample Sample(string name, Func<object> run)
    {
        run();
        var allocated = Enumerable.Range(0, AllocationRuns).Min(_ => GetAllocatedBytes(run));
        var once = Max(Time(run, 1), TimeSpan.FromTicks(1));
        var operations = Math.Max(1, (int)(BatchLength / once));
        var batches = Math.Clamp((int)(TotalLength / (operations * once)), MinBatches, MaxBatches);
        var fastest = Enumerable.Range(0, batches).Min(_ => Time(run, operations));
        return new WorkloadSample(name, fastest.TotalNanoseconds / operations, allocated);
    }

    private static long GetAllocatedBytes(Func<object> run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Times a number of operations and adds the injected slowdown.</summary>
    private TimeSpan Time(Func<object> run, int operations)
    {
        var start = time.GetTimestamp();
        for (var i = 0; i < operations; i++) run();
        var elapsed = time.GetElapsedTime(start);
        if (slowdown == 0) return elapsed;
        // The slowdown is real work, so that it is as noisy as the rest.
        start = time.GetTimestamp();
        for (var i = 0; i < operations; i++) run();
        return elapsed + time.GetElapsedTime(start) * slowdown;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
