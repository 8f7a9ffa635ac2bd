using System.Diagnostics;
using EdgarApi.ServiceDefaults.Telemetry;
using OpenTelemetry.Trace;

namespace EdgarApi.Tests.ServiceDefaults;

public sealed class SpanSamplerTests
{
    [Theory]
    [InlineData(ActivityKind.Server, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Internal, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Client, SamplingDecision.Drop)]
    public void Requests_and_runs_start_a_trace_and_outgoing_calls_do_not(ActivityKind kind, SamplingDecision decision) =>
        Assert.Equal(decision, new SpanSampler(new AlwaysOnSampler()).ShouldSample(Begin(kind)).Decision);

    [Fact]
    public void Other_spans_are_sampled_by_the_inner_sampler() =>
        Assert.Equal(
            SamplingDecision.Drop,
            new SpanSampler(new AlwaysOffSampler()).ShouldSample(Begin(ActivityKind.Internal)).Decision);

    private static SamplingParameters Begin(ActivityKind kind) => new(default, ActivityTraceId.CreateRandom(), "span", kind);
}
