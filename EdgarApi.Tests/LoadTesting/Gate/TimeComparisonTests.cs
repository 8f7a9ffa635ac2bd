using CsCheck;
using EdgarApi.LoadTesting.Gate;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.LoadTesting.Gate;

public sealed class TimeComparisonTests
{
    /// <summary>The work advances the clock, with reproducible noise, so the result does not depend on the machine.</summary>
    [Theory]
    [InlineData(0.3, true)]
    [InlineData(0.15, true)]
    [InlineData(0.05, false)]
    [InlineData(0, false)]
    public async Task An_injected_slowdown_is_a_regression_when_it_exceeds_10_percent(double slowdown, bool isRegression)
    {
        var (time, noise) = (new FakeTimeProvider(), new Random(20261123));
        object Work()
        {
            time.Advance(TimeSpan.FromMicroseconds(1000 + noise.Next(60)));
            return time;
        }

        Task<IReadOnlyList<WorkloadSample>> Sample(double slower) =>
            Task.FromResult<IReadOnlyList<WorkloadSample>>([new WorkloadSampler(time, slower).Sample("work", Work)]);
        var finished = 0;
        var rounds = GateTier.All["commit"].Rounds;

        var comparison = Assert.Single(
            await BuildComparison.RunAsync(rounds, () => Sample(0), () => Sample(slowdown), round => finished = round));

        Assert.Equal(rounds, finished);
        Assert.InRange(comparison.Change, slowdown - 0.02, slowdown + 0.02);
        Assert.Equal(isRegression, comparison.IsRegression);
        Assert.Equal(isRegression, !comparison.ToVerdict().Passed);
    }

    [Fact]
    public void Equal_builds_almost_never_look_like_a_regression() => Gen.Int.Sample(seed =>
    {
        var random = new Random(seed);
        double[] Times() => [.. Enumerable.Range(0, 10).Select(_ => 100 + random.NextDouble() * 5)];

        Assert.False(TimeComparison.Compare("same", Times(), Times()).IsRegression);
    }, iter: 500);

    [Fact]
    public void A_regression_needs_both_a_large_and_a_significant_change()
    {
        var scattered = TimeComparison.Compare("scattered", [10, 90, 20, 80, 30, 70], [10, 95, 25, 80, 60, 75]);
        double[] Times(double from) => [.. Enumerable.Range(0, 10).Select(i => from + i * 0.01)];
        var small = TimeComparison.Compare("small", Times(100), Times(105));
        var faster = TimeComparison.Compare("faster", [20, 21, 22, 23, 24, 25], [10, 11, 12, 13, 14, 15]);

        Assert.True(scattered is { Change: > 0.1, P: > TimeComparison.Significance, IsRegression: false });
        Assert.True(small is { Change: < 0.1, P: < TimeComparison.Significance, IsRegression: false });
        Assert.True(faster is { Change: < 0, P: > 0.5, IsRegression: false });
    }

    /// <summary>The p-value of U = 0 is one over the number of ways to choose the ranks: 1 / C(12, 6).</summary>
    [Fact]
    public void The_p_value_of_a_clean_separation_is_exact()
    {
        var separated = TimeComparison.Compare("separated", [1, 2, 3, 4, 5, 6], [11, 12, 13, 14, 15, 16]);

        Assert.Equal(1 / 924.0, separated.P, 9);
        Assert.True(1 / 252.0 < TimeComparison.Significance, "the minimum number of rounds can be significant");
    }

    [Fact]
    public async Task Builds_are_measured_alternately()
    {
        var order = "";
        Task<IReadOnlyList<WorkloadSample>> Sample(char build)
        {
            order += build;
            return Task.FromResult<IReadOnlyList<WorkloadSample>>(
                [new WorkloadSample("both", 1, 0), new WorkloadSample(build == 'B' ? "added" : "removed", 1, 0)]);
        }

        var comparisons = await BuildComparison.RunAsync(5, () => Sample('A'), () => Sample('B'), _ => { });

        Assert.Equal("ABBAABBAAB", order);
        Assert.Equal(["both"], comparisons.Select(comparison => comparison.Workload));
    }
}
