using System.Diagnostics.Metrics;

namespace EdgarApi.Storage.Ingest;

/// <summary>Metrics of the ingest: meter <c>EdgarApi.Storage.Ingest</c>.</summary>
public sealed class IngestMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Storage.Ingest";

    /// <summary>Seconds, from a minute to a day: polling takes ten minutes, and the SEC itself some more.</summary>
    private static readonly double[] DelayBounds = [60, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];

    private readonly TimeProvider _time;
    private readonly Histogram<double> _delay;

    /// <summary>Creates the instruments.</summary>
    public IngestMetrics(IMeterFactory factory, TimeProvider time)
    {
        _time = time;
        _delay = factory.Create(MeterName).CreateHistogram(
            "edgar.ingest.delay", "s", "Time from the SEC's acceptance of a company's newest filing until the company's data is served.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DelayBounds });
    }

    /// <summary>Records that a filing is served now.</summary>
    /// <param name="acceptedAt">When the SEC accepted it.</param>
    internal void RecordServed(DateTimeOffset acceptedAt) => _delay.Record((_time.GetUtcNow() - acceptedAt).TotalSeconds);
}
