using EdgarApi.Api.Usage;

namespace EdgarApi.Api.Telemetry;

/// <summary>
/// Requests to one endpoint by status and tier. Counting is one interlocked addition; a counter of the metrics system would look up four
/// labels for each request.
/// </summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="tiers">Number of tiers.</param>
/// <param name="limits">Limits of the metrics.</param>
internal sealed class EndpointRequests(EndpointName endpoint, int tiers, RequestMetricLimits limits)
{
    /// <summary>The lowest status that HTTP defines.</summary>
    public const int FirstStatus = 100;

    /// <summary>The highest status that HTTP defines.</summary>
    public const int LastStatus = 599;

    /// <summary>Number of statuses.</summary>
    public const int Statuses = LastStatus - FirstStatus + 1;

    /// <summary>Number of classes: <c>1xx</c> to <c>5xx</c>.</summary>
    public const int StatusClasses = Statuses / 100;

    private readonly long[] _counts = new long[tiers * Statuses];
    private readonly ExportedNames _countNames = new(endpoint, tiers * Statuses, limits.Counts);

    /// <summary>Names in the histogram of durations, by the index of the status class.</summary>
    public ExportedNames DurationNames { get; } = new(endpoint, StatusClasses, limits.Durations);

    /// <summary>Names in the histogram of OpenTelemetry's conventions, by the index of the status.</summary>
    public ExportedNames ServerDurationNames { get; } = new(endpoint, Statuses, limits.ServerDurations);

    /// <summary>The method.</summary>
    public string Method => endpoint.Method;

    /// <summary>Counts a request.</summary>
    /// <param name="status">From <see cref="FirstStatus"/> to <see cref="LastStatus"/>.</param>
    /// <param name="tier">Index of the tier.</param>
    public void Add(int status, int tier) => Interlocked.Increment(ref _counts[tier * Statuses + status - FirstStatus]);

    /// <summary>The combinations that have occurred. The tier is null for those beyond the limit.</summary>
    public IEnumerable<(EndpointName Name, int Status, int? Tier, long Count)> Read()
    {
        for (var index = 0; index < _counts.Length; index++)
        {
            if (Interlocked.Read(ref _counts[index]) is not (> 0 and var count)) continue;
            var name = _countNames[index];
            int? tier = ReferenceEquals(name, endpoint) ? index / Statuses : null;
            yield return (name, index % Statuses + FirstStatus, tier, count);
        }
    }
}
