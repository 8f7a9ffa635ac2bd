namespace EdgarApi.Contracts.Responses;

/// <summary>A page of time series of one company.</summary>
public record TimeSeriesResponse : IPage
{
    /// <summary>The company.</summary>
    public required CompanyReference Company { get; init; }

    /// <summary>annual, quarterly or ttm.</summary>
    public required string Freq { get; init; }

    /// <summary>Reporting currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>One series per metric, in request order.</summary>
    public required IReadOnlyList<SeriesResponse> Metrics { get; init; }

    /// <summary>URL of the page with older periods; null on the last page.</summary>
    public required string? Next { get; init; }

    /// <summary>
    /// Version of the rules that computed the values. A new version may change values of unchanged data; the changelog lists the metrics.
    /// </summary>
    public required int RulesVersion { get; init; }
}

/// <summary>A metric over time.</summary>
/// <param name="Id">Metric id.</param>
/// <param name="Label">Display name.</param>
/// <param name="Unit">Currency, shares, currency/shares or pure.</param>
/// <param name="Points">Oldest first.</param>
public sealed record SeriesResponse(
    string Id,
    string Label,
    string Unit,
    IReadOnlyList<PointResponse> Points);
