using System.Diagnostics.Metrics;
using EdgarApi.Contracts.Telemetry;

namespace EdgarApi.Storage.Ingest;

/// <summary>Metrics of the ingest: meter <c>EdgarApi.Storage.Ingest</c>.</summary>
public sealed class IngestMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Storage.Ingest";

    private readonly TimeProvider _time;
    private readonly Histogram<double> _delay;

    /// <summary>Creates the instruments.</summary>
    public IngestMetrics(IMeterFactory factory, TimeProvider time)
    {
        _time = time;
        _delay = factory.Create(MeterName).CreateHistogram<double>(OperationalMetrics.IngestDelay);
    }

    /// <summary>Records that a filing is served now.</summary>
    /// <param name="acceptedAt">When the SEC accepted it.</param>
    internal void RecordServed(DateTimeOffset acceptedAt) => _delay.Record((_time.GetUtcNow() - acceptedAt).TotalSeconds);
}
