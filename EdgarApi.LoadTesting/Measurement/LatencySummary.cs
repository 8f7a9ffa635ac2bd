using HdrHistogram;

namespace EdgarApi.LoadTesting.Measurement;

/// <summary>Percentiles of durations, in milliseconds.</summary>
/// <param name="Count">Number of durations.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="P50">The median.</param>
/// <param name="P95">The 95th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="P999">The 99.9th percentile.</param>
/// <param name="Max">The longest.</param>
public sealed record LatencySummary(long Count, double Mean, double P50, double P95, double P99, double P999, double Max)
{
    private static readonly double[] CurvePercentiles =
        [0, 10, 25, 50, 75, 80, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99, 99.999];

    /// <summary>Summarizes a histogram of microseconds.</summary>
    public static LatencySummary From(HistogramBase histogram) => histogram.TotalCount == 0
        ? new LatencySummary(0, 0, 0, 0, 0, 0, 0)
        : new LatencySummary(
            histogram.TotalCount, ToMilliseconds(histogram.GetMean()), GetPercentile(histogram, 50), GetPercentile(histogram, 95),
            GetPercentile(histogram, 99), GetPercentile(histogram, 99.9), ToMilliseconds(histogram.GetMaxValue()));

    /// <summary>Gets points of the whole distribution, denser towards 100 %.</summary>
    public static IReadOnlyList<PercentilePoint> GetCurve(HistogramBase histogram) => histogram.TotalCount == 0
        ? []
        : [.. CurvePercentiles.TakeWhile(p => (1 - p / 100) * histogram.TotalCount >= 1 || p <= 50)
            .Select(p => new PercentilePoint(p, GetPercentile(histogram, p)))];

    private static double GetPercentile(HistogramBase histogram, double percentile) =>
        ToMilliseconds(histogram.GetValueAtPercentile(percentile));

    private static double ToMilliseconds(double microseconds) => Math.Round(microseconds / 1000, 3);
}

/// <summary>One point of a latency distribution.</summary>
/// <param name="Percentile">Percent of requests that took at most <paramref name="Milliseconds"/>.</param>
/// <param name="Milliseconds">The latency.</param>
public sealed record PercentilePoint(double Percentile, double Milliseconds);
