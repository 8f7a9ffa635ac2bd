using System.Diagnostics;
using OpenTelemetry.Trace;

namespace EdgarApi.ServiceDefaults;

/// <summary>
/// A call to a database, to Redis or to another service begins no trace. It belongs to the trace of a request or of a run; otherwise a background loop makes it,
/// and there are hundreds a minute.
/// </summary>
/// <param name="inner">Decides on everything else.</param>
public sealed class CallsNeedTrace(Sampler inner) : Sampler
{
    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Kind == ActivityKind.Client ? new SamplingResult(SamplingDecision.Drop) : inner.ShouldSample(samplingParameters);
}
