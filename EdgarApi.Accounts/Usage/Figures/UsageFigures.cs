namespace EdgarApi.Accounts.Usage.Figures;

/// <summary>What requests came to, added up.</summary>
public sealed class UsageFigures
{
    /// <summary>Buckets to a doubling of the latency; each is 9 % wider than the one before.</summary>
    public const int BucketsPerDoubling = 8;

    private readonly SortedDictionary<int, long> latencies = [];
    private long microseconds;
    private long cacheable;
    private long cacheHits;

    /// <summary>How many.</summary>
    public long Requests { get; private set; }

    /// <summary>Of which answered with 400 or above.</summary>
    public long Errors { get; private set; }

    /// <summary>Bytes of bodies sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>Mean latency in microseconds; null without requests.</summary>
    public double? MeanMicroseconds => Requests == 0 ? null : (double)microseconds / Requests;

    /// <summary>Answers from memory or Redis as a part of those that could be; null when none could.</summary>
    public decimal? CacheHitShare => cacheable == 0 ? null : (decimal)cacheHits / cacheable;

    /// <summary>The latency that a part of the requests took at most, in microseconds: the middle of its bucket, so within 4.5 %; null without requests.</summary>
    /// <param name="part">0.95 for the 95th percentile.</param>
    public double? PercentileMicroseconds(double part)
    {
        var passed = 0L;
        foreach (var (bucket, count) in latencies)
            if ((passed += count) >= part * Requests) return Math.Pow(2, (bucket + 0.5) / BucketsPerDoubling);
        return null;
    }

    internal void Add(UsageSum sum)
    {
        Requests += sum.Requests;
        Errors += sum.Errors;
        Bytes += sum.Bytes;
        microseconds += sum.Microseconds;
        cacheable += sum.Cacheable;
        cacheHits += sum.CacheHits;
        latencies[sum.LatencyBucket] = latencies.GetValueOrDefault(sum.LatencyBucket) + sum.Requests;
    }
}

/// <summary>The requests of a day, an endpoint and a bucket of latencies.</summary>
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
