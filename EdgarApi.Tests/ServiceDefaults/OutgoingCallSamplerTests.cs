using System.Diagnostics;
using EdgarApi.ServiceDefaults;
using OpenTelemetry.Trace;

namespace EdgarApi.Tests.ServiceDefaults;

public sealed class OutgoingCallSamplerTests
{
    [Theory]
    [InlineData(ActivityKind.Server, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Internal, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Client, SamplingDecision.Drop)]
    public void Requests_and_runs_start_a_trace_and_outgoing_calls_do_not(ActivityKind kind, SamplingDecision decision) =>
        Assert.Equal(decision, new OutgoingCallSampler(new AlwaysOnSampler()).ShouldSample(Begin(kind)).Decision);

    [Fact]
    public void Root_spans_are_sampled_as_before() =>
        Assert.Equal(
            SamplingDecision.Drop,
            new OutgoingCallSampler(new AlwaysOffSampler()).ShouldSample(Begin(ActivityKind.Server)).Decision);

    private static SamplingParameters Begin(ActivityKind kind) => new(default, ActivityTraceId.CreateRandom(), "span", kind);
}
