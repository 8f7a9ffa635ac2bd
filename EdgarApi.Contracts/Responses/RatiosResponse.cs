namespace EdgarApi.Contracts.Responses;

/// <summary>A page of the ratios of a company.</summary>
public record RatiosResponse : IPage
{
    /// <summary>The company.</summary>
    public required CompanyReference Company { get; init; }

    /// <summary>annual, quarterly or ttm.</summary>
    public required string Freq { get; init; }

    /// <summary>latest or original.</summary>
    public required string Vintage { get; init; }

    /// <summary>The requested point in time; null for now.</summary>
    public required DateOnly? AsOf { get; init; }

    /// <summary>Reporting currency of the operands, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>
    /// Version of the rules that computed the values. A new version may change values of unchanged data; the changelog lists the metrics.
    /// </summary>
    public required int RulesVersion { get; init; }

    /// <summary>URL of the page with older periods; null on the last page.</summary>
    public required string? Next { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<PeriodResponse> Periods { get; init; }

    /// <summary>In catalog order, or in request order.</summary>
    public required IReadOnlyList<RatioResponse> Ratios { get; init; }
}
