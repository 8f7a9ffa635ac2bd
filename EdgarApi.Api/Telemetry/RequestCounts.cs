namespace EdgarApi.Api.Telemetry;

/// <summary>
/// Requests to one endpoint by status and tier. Counting is one interlocked addition; a counter of the metrics system would look up four
/// labels for each request.
/// </summary>
/// <param name="tiers">Number of tiers.</param>
internal sealed class RequestCounts(int tiers)
{
    /// <summary>The lowest status that HTTP defines.</summary>
    public const int FirstStatus = 100;

    /// <summary>The highest status that HTTP defines.</summary>
    public const int LastStatus = 599;

    private const int Statuses = LastStatus - FirstStatus + 1;

    private readonly long[] _counts = new long[tiers * Statuses];

    /// <summary>Counts a request.</summary>
    /// <param name="status">From <see cref="FirstStatus"/> to <see cref="LastStatus"/>.</param>
    /// <param name="tier">Index of the tier.</param>
    public void Add(int status, int tier) => Interlocked.Increment(ref _counts[tier * Statuses + status - FirstStatus]);

    /// <summary>The combinations that have occurred.</summary>
    public IEnumerable<(int Status, int Tier, long Count)> Read()
    {
        for (var index = 0; index < _counts.Length; index++)
        {
            if (Interlocked.Read(ref _counts[index]) is > 0 and var count)
                yield return (index % Statuses + FirstStatus, index / Statuses, count);
        }
    }
}
