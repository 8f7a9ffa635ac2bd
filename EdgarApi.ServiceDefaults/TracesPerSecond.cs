using OpenTelemetry.Trace;

namespace EdgarApi.ServiceDefaults;

/// <summary>Samples the first so many traces of each second: at ordinary rates all, in a rush no more than anybody reads. Metrics count every request either way.</summary>
/// <param name="most">Traces a second.</param>
/// <param name="time">The clock.</param>
public sealed class TracesPerSecond(int most, TimeProvider time) : Sampler
{
    private long second;
    private int sampled;

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var now = time.GetTimestamp() / time.TimestampFrequency;
        var current = Volatile.Read(ref second);
        if (now != current && Interlocked.CompareExchange(ref second, now, current) == current) Volatile.Write(ref sampled, 0);
        // The count is read before it is raised, so that a rush does not make processors fight over it.
        var isSampled = Volatile.Read(ref sampled) < most && Interlocked.Increment(ref sampled) <= most;
        return new SamplingResult(isSampled ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }
}
