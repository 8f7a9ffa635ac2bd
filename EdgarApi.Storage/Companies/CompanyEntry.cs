using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>A company of the directory, with all that is needed to route a request without querying the database.</summary>
/// <param name="Cik">The filer.</param>
/// <param name="Name">The conformed name.</param>
/// <param name="Tickers">Symbols, main one first; may be empty.</param>
/// <param name="Exchange">Exchange of the main symbol, if known.</param>
/// <param name="FormerNames">Earlier names, newest first.</param>
/// <param name="Version">Published data version; 0 if the company's data is not loaded.</param>
/// <param name="DataHash">Content hash of that version, lower-case hex; empty if not loaded.</param>
/// <param name="PublishedAt">Time at which that version was published, UTC.</param>
/// <param name="LastFiled">Date of the latest filing among the facts.</param>
public sealed record CompanyEntry(
    Cik Cik, string Name, IReadOnlyList<string> Tickers, string? Exchange, IReadOnlyList<string> FormerNames, long Version, string DataHash,
    DateTimeOffset? PublishedAt, DateOnly? LastFiled)
{
    /// <summary>The main symbol; null for filers without one.</summary>
    public string? Ticker => Tickers.Count > 0 ? Tickers[0] : null;

    /// <summary>Standard Industrial Classification code; null if unknown.</summary>
    public string? Sic { get; init; }

    /// <summary>State or country of incorporation, as the SEC abbreviates it; null if unknown.</summary>
    public string? StateOfIncorporation { get; init; }

    /// <summary>Number of the latest change of any kind that the directory knows; at least <see cref="Version"/>.</summary>
    public long Revision { get; init; }

    /// <summary>Whether the company's facts are loaded.</summary>
    public bool IsLoaded => Version > 0;
}
