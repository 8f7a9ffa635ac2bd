namespace EdgarApi.Contracts.Responses;

/// <summary>A page of a metric of all companies in one period.</summary>
public record FrameResponse : IPage
{
    /// <summary>Metric id.</summary>
    public required string Metric { get; init; }

    /// <summary>Display name of the metric.</summary>
    public required string Label { get; init; }

    /// <summary>The requested period.</summary>
    public required string Period { get; init; }

    /// <summary>The requested currency; null for all.</summary>
    public required string? Currency { get; init; }

    /// <summary>
    /// Version of the rules that computed the values. A new version may change values of unchanged data; the changelog lists the metrics.
    /// </summary>
    public required int RulesVersion { get; init; }

    /// <summary>Number of companies on all pages.</summary>
    public required int Total { get; init; }

    /// <summary>URL of the next page; null on the last page.</summary>
    public required string? Next { get; init; }

    /// <summary>In the order of their CIKs.</summary>
    public required IReadOnlyList<FrameCompanyResponse> Companies { get; init; }

    int? IPage.Count => Total;
}
