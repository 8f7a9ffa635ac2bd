using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>One row of the company directory: enough to route a request without asking the database.</summary>
/// <param name="Cik">The filer.</param>
/// <param name="Name">The conformed name.</param>
/// <param name="Tickers">Symbols, the main one first; may be empty.</param>
/// <param name="Exchange">Exchange of the main symbol, if known.</param>
/// <param name="FormerNames">Earlier names, newest first.</param>
/// <param name="Version">Published data version; 0 when no data of the company is loaded.</param>
/// <param name="DataHash">Content hash of the data of that version, lower-case hex; empty when none is loaded.</param>
/// <param name="PublishedAt">When that version was published, UTC.</param>
/// <param name="LastFiled">Day of the newest filing among the facts.</param>
public sealed record CompanyEntry(
    Cik Cik, string Name, IReadOnlyList<string> Tickers, string? Exchange, IReadOnlyList<string> FormerNames, long Version, string DataHash,
    DateTimeOffset? PublishedAt, DateOnly? LastFiled)
{
    /// <summary>The main symbol; null for a filer without one.</summary>
    public string? Ticker => Tickers.Count > 0 ? Tickers[0] : null;

    /// <summary>Standard Industrial Classification code; null when not known.</summary>
    public string? Sic { get; init; }

    /// <summary>Number of the company's last change of any kind that the directory knows; at least <see cref="Version"/>.</summary>
    public long Revision { get; init; }

    /// <summary>Whether facts of the company are loaded.</summary>
    public bool IsLoaded => Version > 0;
}
