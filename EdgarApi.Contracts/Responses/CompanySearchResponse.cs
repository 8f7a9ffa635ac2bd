namespace EdgarApi.Contracts.Responses;

/// <summary>A page of companies.</summary>
public record CompanySearchResponse : IPage
{
    /// <summary>Total number of matching companies.</summary>
    public required int Total { get; init; }

    /// <summary>URL of the next page; null on the last page.</summary>
    public required string? Next { get; init; }

    /// <summary>The matches of this page, best first.</summary>
    public required IReadOnlyList<CompanyResponse> Companies { get; init; }

    int? IPage.Count => Total;
}

/// <summary>A company in a list.</summary>
/// <param name="Cik">Central Index Key, ten digits.</param>
/// <param name="Ticker">Main ticker symbol; null for a filer without one.</param>
/// <param name="Name">Conformed name in EDGAR.</param>
/// <param name="Exchange">Exchange of the main ticker symbol, if known.</param>
/// <param name="Loaded">Whether the company's financial data is loaded.</param>
public sealed record CompanyResponse(
    string Cik,
    string? Ticker,
    string Name,
    string? Exchange,
    bool Loaded);
