using System.Diagnostics;
using OpenTelemetry.Trace;

namespace EdgarApi.ServiceDefaults;

/// <summary>
/// Drops calls to databases, Redis or other services that have no parent span. Calls belong to the trace of a request or a run; those
/// without a parent come from background loops, hundreds per minute.
/// </summary>
/// <param name="inner">Decides about all other spans.</param>
public sealed class OutgoingCallSampler(Sampler inner) : Sampler
{
    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Kind == ActivityKind.Client ? new SamplingResult(SamplingDecision.Drop) : inner.ShouldSample(samplingParameters);
}
