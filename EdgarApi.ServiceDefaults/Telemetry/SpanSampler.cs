using System.Diagnostics;
using OpenTelemetry.Trace;

namespace EdgarApi.ServiceDefaults.Telemetry;

/// <summary>
/// Samples spans without a local parent. Calls to databases, Redis or other services are dropped: they belong to the trace of a request
/// or a run, and those without a parent come from background loops, hundreds per minute. Requests are sampled before their span begins
/// (<see cref="RequestTracing"/>).
/// </summary>
/// <param name="inner">Decides about all other spans.</param>
public sealed class SpanSampler(Sampler inner) : Sampler
{
    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) => samplingParameters.Kind switch
    {
        ActivityKind.Client => new SamplingResult(SamplingDecision.Drop),
        ActivityKind.Server => new SamplingResult(SamplingDecision.RecordAndSample),
        _ => inner.ShouldSample(samplingParameters),
    };
}
