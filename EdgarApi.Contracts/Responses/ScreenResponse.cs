namespace EdgarApi.Contracts.Responses;

/// <summary>A page of companies that meet conditions.</summary>
public record ScreenResponse : IPage
{
    /// <summary>The conditions, normalized: a comma is AND, | is OR and binds more tightly.</summary>
    public required string Where { get; init; }

    /// <summary>The requested period.</summary>
    public required string Period { get; init; }

    /// <summary>The requested currency; null if no condition is on money.</summary>
    public required string? Currency { get; init; }

    /// <summary>The order: a metric or ratio, with a minus sign for the largest first.</summary>
    public required string Sort { get; init; }

    /// <summary>
    /// Version of the rules that computed the values. A new version may change values of unchanged data; the changelog lists the metrics.
    /// </summary>
    public required int RulesVersion { get; init; }

    /// <summary>Number of matching companies on all pages.</summary>
    public required int Total { get; init; }

    /// <summary>Number of companies that were not compared because they report in another currency.</summary>
    public required int Excluded { get; init; }

    /// <summary>Those companies by currency.</summary>
    public required IReadOnlyDictionary<string, int> ExcludedCurrencies { get; init; }

    /// <summary>Number of companies that do not match and have no value for some condition.</summary>
    public required int Missing { get; init; }

    /// <summary>URL of the next page; null on the last page.</summary>
    public required string? Next { get; init; }

    /// <summary>In the requested order; companies without a value to sort by come last.</summary>
    public required IReadOnlyList<ScreenCompanyResponse> Companies { get; init; }

    int? IPage.Count => Total;
}
