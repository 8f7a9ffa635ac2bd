namespace EdgarApi.Cli.Load.Traffic;

/// <summary>Ranks by Zipf's law: rank k (from 1) is drawn in proportion to 1 / k^<c>skew</c>, as the popularity of companies is.</summary>
internal sealed class ZipfDistribution
{
    private readonly double[] cumulative;

    public ZipfDistribution(int ranks, double skew)
    {
        cumulative = new double[ranks];
        var total = 0.0;
        for (var rank = 0; rank < ranks; rank++) cumulative[rank] = total += Math.Pow(rank + 1, -skew);
        for (var rank = 0; rank < ranks; rank++) cumulative[rank] /= total;
    }

    /// <summary>The share of a rank, from 0.</summary>
    public double ShareOf(int rank) => cumulative[rank] - (rank == 0 ? 0 : cumulative[rank - 1]);

    /// <summary>A rank, from 0.</summary>
    public int Next(Random random)
    {
        var found = Array.BinarySearch(cumulative, random.NextDouble());
        return Math.Min(found < 0 ? ~found : found, cumulative.Length - 1);
    }
}
