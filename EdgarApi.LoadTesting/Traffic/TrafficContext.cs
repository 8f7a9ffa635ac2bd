using EdgarApi.LoadTesting.Measurement;

namespace EdgarApi.LoadTesting.Traffic;

/// <summary>What both traffic models need.</summary>
/// <param name="Requests">Draws the requests.</param>
/// <param name="Connect">Creates a connection.</param>
/// <param name="Meter">Counts the requests.</param>
/// <param name="Timeout">How long a caller waits.</param>
/// <param name="Seed">Seed of the random choices.</param>
/// <param name="Time">The clock.</param>
internal sealed record TrafficContext(
    RequestSource Requests, Func<LoadConnection> Connect, LoadMeter Meter, TimeSpan Timeout, int Seed, TimeProvider Time)
{
    private readonly long _start = Time.GetTimestamp();

    /// <summary>Time since the start of the run.</summary>
    public TimeSpan Now => Time.GetElapsedTime(_start);
}
