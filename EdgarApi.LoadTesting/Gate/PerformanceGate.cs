using EdgarApi.Contracts;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Workloads;

namespace EdgarApi.LoadTesting.Gate;

/// <summary>Judges a build: it must not be slower, use more or respond with more than the baseline and an earlier build.</summary>
/// <param name="program">Path of this build's <c>edgar.dll</c>.</param>
/// <param name="onRound">Called with the number of finished rounds of a comparison.</param>
public sealed class PerformanceGate(string program, Action<int> onRound)
{
    /// <summary>The slowdown of the self-test: clearly above the threshold, but still realistic.</summary>
    private const double SelfTestSlowdown = 0.3;

    /// <summary>How far allocations may exceed what was measured for the baseline; pooled buffers vary.</summary>
    private const double AllocationTolerance = 1.05;

    private const string Apple = $"{ApiRoutes.Companies}/AAPL";

    private static readonly string[] ResponsePaths =
    [
        $"{Apple}/overview", $"{Apple}/statements/income", $"{Apple}/statements/balance", $"{Apple}/statements/cashflow",
        $"{Apple}/timeseries?metrics=Revenue,NetIncome",
    ];

    /// <summary>Measures every workload of this process once.</summary>
    public static IEnumerable<WorkloadSample> Measure(double slowdown)
    {
        var (sampler, input) = (new WorkloadSampler(TimeProvider.System, slowdown), WorkloadInput.LoadSample());
        return EngineWorkloads.All.Select(workload => sampler.Sample(workload.Name, () => workload.Run(input)));
    }

    /// <summary>Compares what each workload allocates with the baseline.</summary>
    public async Task<IEnumerable<Verdict>> CheckAllocationsAsync(GateBaseline baseline, CancellationToken cancellationToken) =>
        CheckAllocations(baseline, await BuildSampler.SampleAsync(program, 0, cancellationToken).ConfigureAwait(false));

    /// <summary>Compares the times of this build with those of an earlier one.</summary>
    /// <param name="before">Path of the earlier build's <c>edgar.dll</c>.</param>
    /// <param name="rounds">Measurements of each build.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    public async Task<IEnumerable<Verdict>> CheckTimesAsync(string before, int rounds, CancellationToken cancellationToken) =>
        (await CompareAsync(before, rounds, 0, cancellationToken).ConfigureAwait(false)).Select(comparison => comparison.ToVerdict());

    /// <summary>Compares this build with itself, which must pass, and with itself slowed down, which must be detected.</summary>
    public async Task<IReadOnlyList<Verdict>> TestItselfAsync(int rounds, CancellationToken cancellationToken)
    {
        var same = await CompareAsync(program, rounds, 0, cancellationToken).ConfigureAwait(false);
        var slowed = await CompareAsync(program, rounds, SelfTestSlowdown, cancellationToken).ConfigureAwait(false);
        return
        [
            .. same.Select(comparison => comparison.ToVerdict()),
            .. slowed.Select(comparison =>
                comparison.ToVerdict() with { Requirement = "slowed down: must be detected", Passed = comparison.IsRegression }),
        ];
    }

    /// <summary>Replaces the measured limits of a baseline by what this build uses now.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="costs">A running API; null keeps the response sizes.</param>
    /// <param name="cancellationToken">Stops measuring.</param>
    public async Task<GateBaseline> UpdateAsync(GateBaseline baseline, RequestCosts? costs, CancellationToken cancellationToken)
    {
        var samples = await BuildSampler.SampleAsync(program, 0, cancellationToken).ConfigureAwait(false);
        var updated = baseline with
        {
            AllocatedBytes = samples.ToDictionary(sample => sample.Workload, sample => (long)(sample.AllocatedBytes * AllocationTolerance)),
        };
        if (costs is null) return updated;
        var responses = new List<ResponseBaseline>();
        foreach (var path in ResponsePaths)
            responses.Add(new ResponseBaseline(path, await costs.GetSizeAsync(path, cancellationToken).ConfigureAwait(false)));
        return updated with { Responses = responses };
    }

    /// <summary>A workload without a limit fails, and so does a limit without a workload.</summary>
    internal static IEnumerable<Verdict> CheckAllocations(GateBaseline baseline, IReadOnlyCollection<WorkloadSample> samples)
    {
        foreach (var sample in samples)
        {
            yield return baseline.AllocatedBytes.TryGetValue(sample.Workload, out var limit)
                ? new Verdict(
                    sample.Workload, FormattableString.Invariant($"≤ {limit:N0} bytes allocated"),
                    FormattableString.Invariant($"{sample.AllocatedBytes:N0}"), sample.AllocatedBytes <= limit)
                : new Verdict(sample.Workload, "a limit in the baseline", "missing; --update writes it", Passed: false);
        }

        foreach (var (workload, limit) in baseline.AllocatedBytes.ExceptBy(samples.Select(sample => sample.Workload), entry => entry.Key))
            yield return new Verdict(workload, FormattableString.Invariant($"≤ {limit:N0} bytes allocated"), "not measured", Passed: false);
    }

    private Task<IReadOnlyList<TimeComparison>> CompareAsync(
        string before, int rounds, double slowdown, CancellationToken cancellationToken) =>
        BuildComparison.RunAsync(
            rounds, () => BuildSampler.SampleAsync(before, 0, cancellationToken),
            () => BuildSampler.SampleAsync(program, slowdown, cancellationToken), onRound);
}
