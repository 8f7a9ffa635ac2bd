namespace EdgarApi.Contracts.Responses;

/// <summary>A page of companies with a new data version.</summary>
public record UpdatesResponse : IPage
{
    /// <summary>The requested instant, UTC; null for all changes.</summary>
    public required DateTime? Since { get; init; }

    /// <summary>Total number of matching companies.</summary>
    public required int Total { get; init; }

    /// <summary>URL of the next page; null on the last page.</summary>
    public required string? Next { get; init; }

    /// <summary>Oldest change first.</summary>
    public required IReadOnlyList<UpdateResponse> Updates { get; init; }

    int? IPage.Count => Total;
}

/// <summary>A company with a new data version.</summary>
/// <param name="Cik">Central Index Key, ten digits.</param>
/// <param name="Ticker">Main ticker symbol; null for a filer without one.</param>
/// <param name="Name">Conformed name in EDGAR.</param>
/// <param name="Version">Version of the company's data. It increases with each change.</param>
/// <param name="PublishedAt">Publication time of the version, UTC.</param>
/// <param name="LastFiled">Date of the newest filing in the version.</param>
/// <param name="RulesVersion">Version of the rules that computed the version's values; 0 before rules had versions.</param>
/// <param name="Changes">
/// Why the version is new: data (filings, facts or profile changed), rules (the same data has other values), or both.
/// </param>
public sealed record UpdateResponse(
    string Cik,
    string? Ticker,
    string Name,
    long Version,
    DateTime? PublishedAt,
    DateOnly? LastFiled,
    int RulesVersion,
    IReadOnlyList<string> Changes);
