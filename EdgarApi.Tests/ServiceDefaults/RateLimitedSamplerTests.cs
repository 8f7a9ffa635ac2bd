using EdgarApi.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Trace;

namespace EdgarApi.Tests.ServiceDefaults;

public sealed class RateLimitedSamplerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Traces_up_to_the_limit_per_second_are_sampled_and_none_beyond()
    {
        var sampler = new RateLimitedSampler(3, _time);
        Assert.Equal(3, CountSampled(sampler, 10));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, CountSampled(sampler, 2));
        Assert.Equal(1, CountSampled(sampler, 10));
    }

    [Fact]
    public void The_limit_applies_across_threads()
    {
        var sampler = new RateLimitedSampler(100, _time);
        Assert.Equal(100, Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Sum(_ => CountSampled(sampler, 1_000)));
    }

    [Fact]
    public void Zero_samples_nothing() => Assert.Equal(0, CountSampled(new RateLimitedSampler(0, _time), 10));

    private static int CountSampled(RateLimitedSampler sampler, int traces) =>
        Enumerable.Range(0, traces).Count(_ => sampler.ShouldSample(default).Decision == SamplingDecision.RecordAndSample);
}
