namespace EdgarApi.Caching;

/// <summary>A kind of cached thing.</summary>
/// <param name="Prefix">Short, since it stands in every key.</param>
/// <param name="Duration">How long it is good in Redis.</param>
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

    /// <summary>Results of queries: facts, filings.</summary>
    public static CacheKind Query { get; } = new("query", TimeSpan.FromHours(1));
}
