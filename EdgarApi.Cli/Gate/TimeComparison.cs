using Perfolizer.Mathematics.SignificanceTesting.Base;
using Perfolizer.Mathematics.SignificanceTesting.MannWhitney;
using Perfolizer.Metrology;

namespace EdgarApi.Cli.Gate;

/// <summary>Whether a workload became slower.</summary>
/// <param name="Change">The medians' relative change: 0.1 is 10 % slower.</param>
/// <param name="P">How probable times so much longer are if nothing changed (Mann-Whitney U, one-sided).</param>
internal sealed record TimeComparison(string Workload, double BaseNanoseconds, double Nanoseconds, double Change, double P)
{
    /// <summary>The requirements' threshold of a commit: no regression of more than 10 %.</summary>
    public const double MostChange = 0.10;

    public const double Significance = 0.005;

    /// <summary>Rounds below which not even a clean separation is significant: 1 / C(10, 5) is 0.004.</summary>
    public const int FewestRounds = 5;

    public bool IsRegression => P < Significance && Change > MostChange;

    public static TimeComparison Of(string workload, IReadOnlyList<double> before, IReadOnlyList<double> after)
    {
        var test = MannWhitneyTest.Instance.Perform(new Pragmastat.Sample(after), new Pragmastat.Sample(before), AlternativeHypothesis.Greater, Threshold.Zero);
        var (baseMedian, median) = (Median(before), Median(after));
        return new TimeComparison(workload, baseMedian, median, median / baseMedian - 1, test.PValue);
    }

    private static double Median(IReadOnlyList<double> values)
    {
        var ordered = values.Order().ToList();
        return (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2;
    }
}
