using OpenTelemetry.Trace;

namespace EdgarApi.ServiceDefaults.Telemetry;

/// <summary>
/// Samples the first traces of each second up to a maximum: all at ordinary rates, a limited number under load. Metrics count every
/// request.
/// </summary>
/// <param name="maximum">Maximum number of traces per second.</param>
/// <param name="time">The clock.</param>
public sealed class RateLimitedSampler(int maximum, TimeProvider time) : Sampler
{
    private const long Seconds = 1L << 32;

    /// <summary>The current second in the upper bits, and the number of traces sampled in it in the lower bits.</summary>
    private long _sampled;

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(TrySample() ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);

    /// <summary>Whether a trace that begins now is sampled. It counts as sampled then.</summary>
    public bool TrySample()
    {
        // The lower bits of the seconds suffice: they only distinguish one second from the next.
        var second = time.GetTimestamp() / time.TimestampFrequency % int.MaxValue;
        while (true)
        {
            // Reads before writing, to avoid contention between processors under load.
            var current = Volatile.Read(ref _sampled);
            var next = current / Seconds == second ? current + 1 : second * Seconds + 1;
            if (next % Seconds > maximum) return false;
            if (Interlocked.CompareExchange(ref _sampled, next, current) == current) return true;
        }
    }
}
