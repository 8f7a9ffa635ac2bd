using OpenTelemetry.Trace;

namespace EdgarApi.ServiceDefaults;

/// <summary>Samples the first so many traces of each second: at ordinary rates all, in a rush no more than anybody reads. Metrics count every request either way.</summary>
/// <param name="most">Traces a second.</param>
/// <param name="time">The clock.</param>
public sealed class TracesPerSecond(int most, TimeProvider time) : Sampler
{
    private const long Seconds = 1L << 32;

    /// <summary>The second, and below it how many traces of it were sampled.</summary>
    private long sampled;

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(TrySample() ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);

    private bool TrySample()
    {
        // Of a clock that has run for decades its lower bits: they only tell one second from the next.
        var second = time.GetTimestamp() / time.TimestampFrequency % int.MaxValue;
        while (true)
        {
            // Read before it is changed: in a rush processors need not fight over it.
            var current = Volatile.Read(ref sampled);
            var next = current / Seconds == second ? current + 1 : second * Seconds + 1;
            if (next % Seconds > most) return false;
            if (Interlocked.CompareExchange(ref sampled, next, current) == current) return true;
        }
    }
}
