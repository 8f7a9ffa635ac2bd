using System.Globalization;

namespace EdgarApi.Api.Ops.Process;

/// <summary>The buckets of a histogram since the process started.</summary>
internal sealed class ProcessHistogram
{
    private readonly (double Bound, double Count)[] _buckets;

    private ProcessHistogram((double Bound, double Count)[] buckets) => _buckets = buckets;

    /// <summary>The number of measurements.</summary>
    public double Count => _buckets is [.., var last] ? last.Count : 0;

    /// <summary>Adds up the buckets of several series.</summary>
    public static ProcessHistogram From(IEnumerable<ProcessSample> buckets) => new(
    [
        .. buckets.GroupBy(bucket => ReadBound(bucket.Labels["le"]))
            .Select(bucket => (Bound: bucket.Key, Count: bucket.Sum(sample => sample.Value))).OrderBy(bucket => bucket.Bound),
    ]);

    /// <summary>The number of measurements above the bound of a bucket.</summary>
    public double CountAbove(double bound) =>
        Count - _buckets.Where(bucket => bucket.Bound <= bound + 1e-9).Select(bucket => bucket.Count).DefaultIfEmpty(0).Last();

    /// <summary>
    /// Estimates a quantile as Prometheus does: linearly within its bucket, and at most the largest bound. Null without measurements.
    /// </summary>
    public double? FindQuantile(double quantile)
    {
        var rank = quantile * Count;
        if (Count == 0) return null;
        var (lower, below) = (0.0, 0.0);
        foreach (var (bound, count) in _buckets)
        {
            if (count >= rank) return double.IsInfinity(bound) ? lower : lower + ((bound - lower) * (rank - below) / (count - below));
            (lower, below) = (bound, count);
        }

        return lower;
    }

    private static double ReadBound(string text) =>
        text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
}
