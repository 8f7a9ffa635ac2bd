namespace EdgarApi.Operations.Scaling;

/// <summary>
/// What requests cost a process, as measured (<c>docs/performance.md</c>), and the share of each kind that is planned with. The rate at
/// which a replica is safe follows.
/// </summary>
/// <param name="Cores">Cores of a replica.</param>
/// <param name="HitMicroseconds">CPU time of a response from memory, in a warm process: one that has compiled what it runs.</param>
/// <param name="MissMicroseconds">CPU time of a response that such a process computes from facts that only the database has.</param>
/// <param name="HitShare">Share of responses from memory: the requirements' minimum, 0.85.</param>
/// <param name="Reserve">
/// Share of the computed capacity that is planned with. The rest is for cores of the cloud that are slower than the measured ones, and for
/// the garbage collector.
/// </param>
/// <param name="SafeShare">
/// Share of the planned capacity at which replicas are added. Below the CPU rule, so that the HTTP rule acts first.
/// </param>
public sealed record RequestCost(
    double Cores, double HitMicroseconds, double MissMicroseconds, double HitShare, double Reserve, double SafeShare)
{
    /// <summary>Requests per second of a replica at 100 % CPU that is planned with, in hundreds.</summary>
    public double Capacity => Round(Cores * 1_000_000 / GetMicroseconds(HitShare) * Reserve);

    /// <summary>Requests per second per replica above which replicas are added, in hundreds.</summary>
    public double SafeRate => Round(Capacity * SafeShare);

    /// <summary>The factor by which a request costs more while only some of the responses have been computed.</summary>
    /// <param name="seen">That part, 0 to 1; 1 leaves the misses of <see cref="HitShare"/>.</param>
    public double GetFactor(double seen) => GetMicroseconds(HitShare * seen) / GetMicroseconds(HitShare);

    private double GetMicroseconds(double hitShare) => hitShare * HitMicroseconds + (1 - hitShare) * MissMicroseconds;

    private static double Round(double rate) => Math.Floor(rate / 100) * 100;
}
