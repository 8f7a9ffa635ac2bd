using HdrHistogram;

namespace EdgarApi.LoadTesting.Measurement;

/// <summary>Durations from one microsecond to ten minutes with three significant digits, in total and since the last interval.</summary>
internal sealed class LatencyHistogram
{
    private const long MaxMicroseconds = 600_000_000;

    private readonly Recorder _recorder = HistogramFactory.With64BitBucketSize()
        .WithValuesFrom(1).WithValuesUpTo(MaxMicroseconds).WithPrecisionOf(3).WithThreadSafeWrites().WithThreadSafeReads().Create();
    private HistogramBase? _interval;

    /// <summary>All intervals taken so far.</summary>
    public HistogramBase Total { get; } = CreateEmpty();

    public static HistogramBase CreateEmpty() => new LongHistogram(1, MaxMicroseconds, 3);

    public void Record(TimeSpan duration) =>
        _recorder.RecordValue(Math.Clamp(duration.Ticks / TimeSpan.TicksPerMicrosecond, 1, MaxMicroseconds));

    /// <summary>Takes the durations recorded since the last call. The result is valid until the next call.</summary>
    public HistogramBase TakeInterval()
    {
        _interval = _recorder.GetIntervalHistogram(_interval);
        Total.Add(_interval);
        return _interval;
    }
}
