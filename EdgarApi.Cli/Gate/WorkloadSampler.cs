using System.Globalization;

namespace EdgarApi.Cli.Gate;

/// <summary>One observation of a workload by one process.</summary>
internal sealed record WorkloadSample(string Workload, double Nanoseconds, long AllocatedBytes)
{
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Workload}\t{Nanoseconds:0.###}\t{AllocatedBytes}");

    public static WorkloadSample Parse(string line) => line.Split('\t') is [var workload, var nanoseconds, var bytes]
        ? new WorkloadSample(workload, double.Parse(nanoseconds, CultureInfo.InvariantCulture), long.Parse(bytes, CultureInfo.InvariantCulture))
        : throw new CommandException($"a build under comparison wrote '{line}' instead of a sample.");
}

/// <summary>Measures workloads in this process.</summary>
/// <param name="slowdown">Extra work in proportion to the real one, for the gate's test of itself: 0.3 makes every workload 30 % slower.</param>
internal sealed class WorkloadSampler(TimeProvider time, double slowdown = 0)
{
    private const int FewestBatches = 10, MostBatches = 100, AllocationRuns = 3;

    private static readonly TimeSpan BatchLength = TimeSpan.FromMilliseconds(1), AllBatches = TimeSpan.FromMilliseconds(150);

    /// <summary>Time and allocated bytes of an operation, each at the least: of many short batches that is the one that nothing else on the machine disturbed.</summary>
    public WorkloadSample Sample(Workload workload)
    {
        workload.Run();
        var allocated = Enumerable.Range(0, AllocationRuns).Min(_ => Allocations(workload));
        var once = Max(Time(workload, 1), TimeSpan.FromTicks(1));
        var operations = Math.Max(1, (int)(BatchLength / once));
        var batches = Math.Clamp((int)(AllBatches / (operations * once)), FewestBatches, MostBatches);
        var least = Enumerable.Range(0, batches).Min(_ => Time(workload, operations));
        return new WorkloadSample(workload.Name, least.TotalNanoseconds / operations, allocated);
    }

    private static long Allocations(Workload workload)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        workload.Run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Time of a number of operations, with the injected extra ones on top.</summary>
    private TimeSpan Time(Workload workload, int operations)
    {
        var start = time.GetTimestamp();
        for (var i = 0; i < operations; i++) workload.Run();
        var elapsed = time.GetElapsedTime(start);
        if (slowdown == 0) return elapsed;
        // Real work, not an invented number: what is repeated is as noisy as the rest.
        start = time.GetTimestamp();
        for (var i = 0; i < operations; i++) workload.Run();
        return elapsed + time.GetElapsedTime(start) * slowdown;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
