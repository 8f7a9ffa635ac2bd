namespace EdgarApi.Caching;

/// <summary>A kind of cached values.</summary>
/// <param name="Prefix">Short name, part of every key.</param>
/// <param name="Duration">Lifetime in Redis.</param>
public sealed record CacheKind(string Prefix, TimeSpan Duration)
{
    /// <summary>Snapshots of company facts.</summary>
    public static CacheKind Facts { get; } = new("facts", TimeSpan.FromHours(4));

    /// <summary>Financial statements and ratios.</summary>
    public static CacheKind Statement { get; } = new("stmt", TimeSpan.FromHours(4));

    /// <summary>Time series.</summary>
    public static CacheKind TimeSeries { get; } = new("ts", TimeSpan.FromHours(4));

    /// <summary>Company overviews.</summary>
    public static CacheKind Overview { get; } = new("ov", TimeSpan.FromHours(1));

    /// <summary>Query results: facts, filings.</summary>
    public static CacheKind Query { get; } = new("query", TimeSpan.FromHours(1));
}
