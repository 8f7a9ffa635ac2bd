namespace EdgarApi.Accounts.Usage.Figures;

/// <summary>Totals of a set of requests.</summary>
public sealed class UsageFigures
{
    /// <summary>Histogram buckets per doubling of the latency; each is 9 % wider than the previous one.</summary>
    public const int BucketsPerDoubling = 8;

    private readonly SortedDictionary<int, long> _latencies = [];
    private long _microseconds;
    private long _cacheable;
    private long _cacheHits;

    /// <summary>Number of requests.</summary>
    public long Requests { get; private set; }

    /// <summary>Number of responses with status 400 or above.</summary>
    public long Errors { get; private set; }

    /// <summary>Total bytes of response bodies.</summary>
    public long Bytes { get; private set; }

    /// <summary>Mean latency in microseconds; null without requests.</summary>
    public double? MeanMicroseconds => Requests == 0 ? null : (double)_microseconds / Requests;

    /// <summary>Fraction of cacheable responses that came from memory or Redis; null if none were cacheable.</summary>
    public decimal? CacheHitShare => _cacheable == 0 ? null : (decimal)_cacheHits / _cacheable;

    /// <summary>
    /// A percentile of the latency in microseconds, as the middle of its bucket and so within 4.5 %; null without requests.
    /// </summary>
    /// <param name="fraction">0.95 for the 95th percentile.</param>
    public double? PercentileMicroseconds(double fraction)
    {
        var passed = 0L;
        foreach (var (bucket, count) in _latencies)
            if ((passed += count) >= fraction * Requests) return Math.Pow(2, (bucket + 0.5) / BucketsPerDoubling);
        return null;
    }

    internal void Add(UsageSum sum)
    {
        Requests += sum.Requests;
        Errors += sum.Errors;
        Bytes += sum.Bytes;
        _microseconds += sum.Microseconds;
        _cacheable += sum.Cacheable;
        _cacheHits += sum.CacheHits;
        _latencies[sum.LatencyBucket] = _latencies.GetValueOrDefault(sum.LatencyBucket) + sum.Requests;
    }
}

/// <summary>Totals of one day, endpoint and latency bucket.</summary>
internal sealed record UsageSum
{
    public DateOnly Day { get; init; }

    public string Endpoint { get; init; } = "";

    public int LatencyBucket { get; init; }

    public long Requests { get; init; }

    public long Errors { get; init; }

    public long Microseconds { get; init; }

    public long Bytes { get; init; }

    public long Cacheable { get; init; }

    public long CacheHits { get; init; }
}
