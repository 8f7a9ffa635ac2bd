namespace EdgarApi.LoadTesting.Traffic;

/// <summary>Zipf's law, which models the popularity of companies: rank k (from 1) is drawn in proportion to 1 / k^<c>skew</c>.</summary>
internal sealed class ZipfDistribution
{
    private readonly double[] _cumulative;

    public ZipfDistribution(int ranks, double skew)
    {
        _cumulative = new double[ranks];
        var total = 0.0;
        for (var rank = 0; rank < ranks; rank++) _cumulative[rank] = total += Math.Pow(rank + 1, -skew);
        for (var rank = 0; rank < ranks; rank++) _cumulative[rank] /= total;
    }

    /// <summary>Gets the probability of a rank, counted from 0.</summary>
    public double GetShare(int rank) => _cumulative[rank] - (rank == 0 ? 0 : _cumulative[rank - 1]);

    /// <summary>Draws a rank, counted from 0.</summary>
    public int Next(Random random)
    {
        var found = Array.BinarySearch(_cumulative, random.NextDouble());
        return Math.Min(found < 0 ? ~found : found, _cumulative.Length - 1);
    }
}
