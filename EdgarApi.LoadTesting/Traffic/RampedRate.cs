namespace EdgarApi.LoadTesting.Traffic;

/// <summary>
/// A level that rises linearly from <paramref name="From"/> to <paramref name="To"/> during <paramref name="RampUp"/>, then holds for
/// <paramref name="Duration"/> and finally falls to <paramref name="After"/> for <paramref name="Recovery"/>: arrivals per second in the
/// open model, users in the closed one.
/// </summary>
internal sealed record RampedRate(
    double From, double To, TimeSpan RampUp, TimeSpan Duration, double After = 0, TimeSpan Recovery = default)
{
    public TimeSpan Length => HoldEnd + Recovery;

    private TimeSpan HoldEnd => RampUp + Duration;

    /// <summary>Total number of arrivals when the level is arrivals per second.</summary>
    public long Arrivals => (long)Math.Floor(HoldArrivals + After * Recovery.TotalSeconds + 1e-9);

    private double HoldArrivals => RampArrivals + To * Duration.TotalSeconds;

    private double RampArrivals => (From + To) / 2 * RampUp.TotalSeconds;

    /// <summary>Gets when an arrival, counted from 0, is due: where the integral of the level reaches it.</summary>
    public TimeSpan GetArrivalTime(long arrival)
    {
        if (arrival == 0) return TimeSpan.Zero;
        if (After > 0 && arrival >= HoldArrivals) return HoldEnd + TimeSpan.FromSeconds((arrival - HoldArrivals) / After);
        if (arrival >= RampArrivals) return RampUp + TimeSpan.FromSeconds((arrival - RampArrivals) / To);
        var slope = (To - From) / RampUp.TotalSeconds;
        // The root of From·t + slope·t²/2 = arrival, in the form that also holds for a slope of zero.
        return TimeSpan.FromSeconds(2 * arrival / (From + Math.Sqrt(From * From + 2 * slope * arrival)));
    }

    /// <summary>Gets when a user, counted from 0, starts: when the level reaches the user's number.</summary>
    public TimeSpan GetUserStart(int user) => user < From ? TimeSpan.Zero : RampUp * ((user - From) / (To - From));

    /// <summary>Gets when a user stops: at the end of the hold, or of the recovery for those who stay.</summary>
    public TimeSpan GetUserEnd(int user) => user < After ? Length : HoldEnd;
}
