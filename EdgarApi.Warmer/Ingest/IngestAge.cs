using System.Diagnostics.Metrics;
using EdgarApi.Contracts.Telemetry;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Warmer.Ingest;

/// <summary>
/// The gauge <c>edgar.ingest.age</c> of meter <c>EdgarApi.Warmer.Ingest</c>. Only a live source has it: others are read once.
/// </summary>
internal sealed class IngestAge
{
    public const string MeterName = "EdgarApi.Warmer.Ingest";

    public IngestAge(IMeterFactory factory, ICompanySource source, WarmerProgress progress)
    {
        if (source is not IRefreshableCompanySource) return;
        factory.Create(MeterName).CreateObservableGauge<double>(
            OperationalMetrics.IngestAge, () => [new Measurement<double>(progress.SinceProgress.TotalSeconds)]);
    }
}
