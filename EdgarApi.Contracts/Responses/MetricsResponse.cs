namespace EdgarApi.Contracts.Responses;

/// <summary>The catalog of standardized metrics.</summary>
public record MetricsResponse
{
    /// <summary>In presentation order.</summary>
    public required IReadOnlyList<MetricResponse> Metrics { get; init; }

    /// <summary>
    /// Version of the rules that computed the values. A new version may change values of unchanged data; the changelog lists the metrics.
    /// </summary>
    public required int RulesVersion { get; init; }
}

/// <summary>A standardized metric.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Label">Display name.</param>
/// <param name="Unit">currency, perShare, shares or ratio.</param>
/// <param name="Statement">The statement that contains the metric; null for the few metrics outside the statements.</param>
/// <param name="Family">
/// The kind of filer that has the metric: bank, insurer, reit, utility, oil, broker, spac or airline; null for all.
/// </param>
/// <param name="IsInstant">True for a point in time (balance sheet), false for a duration.</param>
/// <param name="IsTotal">Whether the metric is a total of other lines.</param>
/// <param name="IsEssential">Whether fields=essential includes the metric.</param>
/// <param name="Definition">Definition in one sentence.</param>
/// <param name="Concepts">Source concepts, in order of preference.</param>
public sealed record MetricResponse(
    string Id,
    string Label,
    string Unit,
    string? Statement,
    string? Family,
    bool IsInstant,
    bool IsTotal,
    bool IsEssential,
    string Definition,
    IReadOnlyList<string> Concepts);
