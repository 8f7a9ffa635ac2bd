namespace EdgarApi.Contracts.Prometheus;

/// <summary>The points in time of a chart, as Unix seconds.</summary>
/// <param name="Start">The first point.</param>
/// <param name="Step">Seconds between points.</param>
/// <param name="Count">The number of points.</param>
public sealed record TimeGrid(long Start, int Step, int Count)
{
    /// <summary>How often Prometheus scrapes, in seconds.</summary>
    private const int ScrapeInterval = 15;

    /// <summary>More points than this cannot be told apart in a chart of the page's width.</summary>
    private const int MaxPoints = 150;

    /// <summary>The last point.</summary>
    public long End => Start + ((long)Step * (Count - 1));

    /// <summary>Grafana's <c>$__rate_interval</c>, in seconds: contains four scrapes, and every scrape is in some interval.</summary>
    public int RateInterval => Math.Max(Step + ScrapeInterval, 4 * ScrapeInterval);

    /// <summary>Creates the points of a time range that ends now.</summary>
    public static TimeGrid Create(TimeSpan range, DateTimeOffset now)
    {
        var steps = (int)Math.Ceiling(range.TotalSeconds / MaxPoints / ScrapeInterval);
        var (step, seconds) = (steps * ScrapeInterval, (long)range.TotalSeconds);
        var count = (int)(seconds / step) + 1;
        return new TimeGrid(now.ToUnixTimeSeconds() - ((long)step * (count - 1)), step, count);
    }

    /// <summary>Finds the point of a time; null for a time outside the grid.</summary>
    public int? FindIndex(double time) =>
        (int)Math.Round((time - Start) / Step) is var index && index >= 0 && index < Count ? index : null;
}
