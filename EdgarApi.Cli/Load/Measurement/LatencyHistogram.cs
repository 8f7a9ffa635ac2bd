using HdrHistogram;

namespace EdgarApi.Cli.Load.Measurement;

/// <summary>Durations from a microsecond to ten minutes at three digits, with what came since the last look apart from the whole.</summary>
internal sealed class LatencyHistogram
{
    private const long Longest = 600_000_000;

    private readonly Recorder recorder = HistogramFactory.With64BitBucketSize().WithValuesFrom(1).WithValuesUpTo(Longest).WithPrecisionOf(3)
        .WithThreadSafeWrites().WithThreadSafeReads().Create();
    private readonly HistogramBase total = Empty();
    private HistogramBase? interval;

    public static HistogramBase Empty() => new LongHistogram(1, Longest, 3);

    public void Record(TimeSpan duration) => recorder.RecordValue(Math.Clamp(duration.Ticks / TimeSpan.TicksPerMicrosecond, 1, Longest));

    /// <summary>What was recorded since the last call; valid until the next.</summary>
    public HistogramBase TakeInterval()
    {
        interval = recorder.GetIntervalHistogram(interval);
        total.Add(interval);
        return interval;
    }

    /// <summary>What all intervals taken so far held.</summary>
    public HistogramBase Total => total;
}

/// <summary>Percentiles of durations in milliseconds.</summary>
internal sealed record LatencySummary(long Count, double Mean, double P50, double P95, double P99, double P999, double Max)
{
    public static LatencySummary Of(HistogramBase histogram) => histogram.TotalCount == 0
        ? new LatencySummary(0, 0, 0, 0, 0, 0, 0)
        : new LatencySummary(
            histogram.TotalCount, Milliseconds(histogram.GetMean()), At(histogram, 50), At(histogram, 95), At(histogram, 99), At(histogram, 99.9),
            Milliseconds(histogram.GetMaxValue()));

    /// <summary>Points of the whole distribution, ever closer towards 100 %.</summary>
    public static IReadOnlyList<PercentilePoint> Curve(HistogramBase histogram)
    {
        double[] percentiles = [0, 10, 25, 50, 75, 80, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99, 99.999];
        return histogram.TotalCount == 0 ? [] : [.. percentiles.TakeWhile(p => (1 - p / 100) * histogram.TotalCount >= 1 || p <= 50)
            .Select(p => new PercentilePoint(p, At(histogram, p)))];
    }

    private static double At(HistogramBase histogram, double percentile) => Milliseconds(histogram.GetValueAtPercentile(percentile));

    private static double Milliseconds(double microseconds) => Math.Round(microseconds / 1000, 3);
}

/// <summary>The milliseconds that a share of requests, in percent, did not exceed.</summary>
internal sealed record PercentilePoint(double Percentile, double Milliseconds);
