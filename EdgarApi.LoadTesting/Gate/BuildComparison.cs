namespace EdgarApi.LoadTesting.Gate;

/// <summary>Measures two builds alternately, so that disturbances on the machine affect both.</summary>
internal static class BuildComparison
{
    /// <param name="rounds">
    /// Measurements of each build. Each is a process of its own, because measurements within one process are not independent.
    /// </param>
    /// <param name="sampleBefore">Measures every workload of the earlier build once.</param>
    /// <param name="sampleAfter">Measures every workload of this build once.</param>
    /// <param name="onRound">Called with the number of finished rounds.</param>
    public static async Task<IReadOnlyList<TimeComparison>> RunAsync(
        int rounds, Func<Task<IReadOnlyList<WorkloadSample>>> sampleBefore, Func<Task<IReadOnlyList<WorkloadSample>>> sampleAfter,
        Action<int> onRound)
    {
        var (before, after) = (new List<WorkloadSample>(), new List<WorkloadSample>());
        for (var round = 0; round < rounds; round++)
        {
            // ABBA order: neither build always runs second.
            var isAfterFirst = round % 2 == 1;
            foreach (var isAfter in (bool[])[isAfterFirst, !isAfterFirst])
                (isAfter ? after : before).AddRange(await (isAfter ? sampleAfter : sampleBefore)().ConfigureAwait(false));
            onRound(round + 1);
        }
        var timesBefore = before.ToLookup(sample => sample.Workload, sample => sample.Nanoseconds);
        var comparisons = after.GroupBy(sample => sample.Workload, sample => sample.Nanoseconds)
            .Where(times => timesBefore.Contains(times.Key))
            .Select(times => TimeComparison.Compare(times.Key, [.. timesBefore[times.Key]], [.. times])).ToList();
        return comparisons.Count > 0 ? comparisons : throw new LoadTestException("the two builds have no workload in common.");
    }
}
