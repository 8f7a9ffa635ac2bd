namespace EdgarApi.Cli.Load.Traffic;

/// <summary>
/// A level that climbs in a straight line from <paramref name="From"/> to <paramref name="To"/> during <paramref name="RampUp"/> and then stays for
/// <paramref name="Duration"/>: arrivals a second in the open model, users in the closed one.
/// </summary>
internal sealed record RampedRate(double From, double To, TimeSpan RampUp, TimeSpan Duration)
{
    public TimeSpan Length => RampUp + Duration;

    /// <summary>Arrivals in the whole, with the level as arrivals a second.</summary>
    public long Arrivals => (long)Math.Floor(RampArrivals + To * Duration.TotalSeconds + 1e-9);

    private double RampArrivals => (From + To) / 2 * RampUp.TotalSeconds;

    /// <summary>When the arrival of a number (from 0) is due: where the line's integral reaches it.</summary>
    public TimeSpan TimeOf(long arrival)
    {
        if (arrival == 0) return TimeSpan.Zero;
        if (arrival >= RampArrivals) return RampUp + TimeSpan.FromSeconds((arrival - RampArrivals) / To);
        var climb = (To - From) / RampUp.TotalSeconds;
        // The root of From·t + climb·t²/2 = arrival, in the form that holds for a climb of zero too.
        return TimeSpan.FromSeconds(2 * arrival / (From + Math.Sqrt(From * From + 2 * climb * arrival)));
    }

    /// <summary>When the level reaches a user's number (from 0): when that user comes.</summary>
    public TimeSpan TimeOfUser(int user) => user < From ? TimeSpan.Zero : RampUp * ((user - From) / (To - From));
}
