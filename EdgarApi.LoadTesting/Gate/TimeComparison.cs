using EdgarApi.LoadTesting.Measurement;
using Perfolizer.Mathematics.SignificanceTesting.Base;
using Perfolizer.Mathematics.SignificanceTesting.MannWhitney;
using Perfolizer.Metrology;

namespace EdgarApi.LoadTesting.Gate;

/// <summary>A workload's times in two builds.</summary>
/// <param name="Workload">The workload's name.</param>
/// <param name="BaseNanoseconds">Median of the earlier build.</param>
/// <param name="Nanoseconds">Median of this build.</param>
/// <param name="Change">Relative change of the medians: 0.1 is 10 % slower.</param>
/// <param name="P">Probability of times this much longer if nothing changed (Mann-Whitney U, one-sided).</param>
public sealed record TimeComparison(string Workload, double BaseNanoseconds, double Nanoseconds, double Change, double P)
{
    /// <summary>The threshold of the performance requirements: no regression of more than 10 %.</summary>
    public const double MaxChange = 0.10;

    /// <summary>P must be below this value for a change to count.</summary>
    public const double Significance = 0.005;

    /// <summary>With fewer rounds not even a clean separation is significant: 1 / C(10, 5) is 0.004.</summary>
    public const int MinRounds = 5;

    /// <summary>Whether the workload became slower: by more than <see cref="MaxChange"/>, and not by chance.</summary>
    public bool IsRegression => P < Significance && Change > MaxChange;

    /// <summary>Compares two samples of times, in nanoseconds.</summary>
    public static TimeComparison Compare(string workload, IReadOnlyList<double> before, IReadOnlyList<double> after)
    {
        var test = MannWhitneyTest.Instance.Perform(
            new Pragmastat.Sample(after), new Pragmastat.Sample(before), AlternativeHypothesis.Greater, Threshold.Zero);
        var (baseMedian, median) = (GetMedian(before), GetMedian(after));
        return new TimeComparison(workload, baseMedian, median, median / baseMedian - 1, test.PValue);
    }

    /// <summary>Converts the comparison to a verdict, which fails on a regression.</summary>
    public Verdict ToVerdict() => new(
        Workload, FormattableString.Invariant($"at most {MaxChange:0 %} slower (p < {Significance})"),
        FormattableString.Invariant($"{BaseNanoseconds / 1000:N1} → {Nanoseconds / 1000:N1} µs, {Change:+0.0 %;-0.0 %}, p = {P:0.0000}"),
        !IsRegression);

    private static double GetMedian(IReadOnlyList<double> values)
    {
        var ordered = values.Order().ToList();
        return (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2;
    }
}
